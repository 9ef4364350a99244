package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.ColumnTypes;
import dev.pgconvoy.worker.schema.ArchiveSelection;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectedCatalogTest {

    private static final List<TocEntry> ENTRIES = List.of(
            entry(1, "TABLE", "moods"),
            entry(2, "TABLE", "moods_0"),
            entry(3, "TABLE", "moods_1"),
            entry(4, "TABLE ATTACH", "moods_0", 1, 2),
            entry(5, "TABLE ATTACH", "moods_1", 1, 3),
            entry(6, "TABLE", "measured"),
            entry(7, "TABLE", "measured_0"),
            entry(8, "TABLE", "measured_1"),
            entry(9, "TABLE ATTACH", "measured_0", 6, 7),
            entry(10, "TABLE ATTACH", "measured_1", 6, 8));

    private static final CatalogContents CATALOG = new CatalogContents(
            15,
            List.of(
                    table("moods_0", "moods"),
                    table("moods_1", "moods"),
                    table("measured_0", "measured_0"),
                    table("measured_1", "measured_1")),
            ColumnTypes.none(),
            List.of(),
            List.of(),
            List.of());

    @ParameterizedTest
    @ValueSource(strings = {"exclude", "exclude data", "include"})
    void a_single_partition_of_a_tree_that_the_target_sorts_anew_is_not_left_out(String how) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> selected(how, "moods_1"))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED))
                .satisfies(e -> assertThat(e.failure().sentence()).contains("public.moods", "moods_0", "moods_1"));
    }

    @Test
    void the_whole_tree_or_a_partition_that_keeps_its_rows_may_be_left_out() {
        assertThat(selected("exclude", "moods")).containsExactly("measured_0", "measured_1");
        assertThat(selected("exclude data", "moods")).containsExactly("measured_0", "measured_1");
        assertThat(selected("exclude", "measured_1")).containsExactly("moods_0", "moods_1", "measured_0");
    }

    private static List<String> selected(String how, String table) {
        var names = List.of(table);
        var none = List.<String>of();
        var filters = new Filters(
                none,
                none,
                none,
                how.equals("include") ? names : none,
                how.equals("exclude") ? names : none,
                how.equals("exclude data") ? names : none,
                none);
        return SelectedCatalog.of(CATALOG, ArchiveSelection.of(filters, ENTRIES), _ -> Set.of()).tables().stream()
                .map(selected -> selected.name().name())
                .toList();
    }

    private static CatalogTable table(String name, String into) {
        return new CatalogTable(
                new TableName("public", name),
                new TableName("public", into),
                List.of(new CatalogTable.Column("a", 23)),
                true,
                "",
                8_192,
                1,
                false);
    }

    private static TocEntry entry(int id, String kind, String tag, Integer... dependencies) {
        return new TocEntry(id, kind, tag, "public", "owner", "", Section.PRE_DATA, List.of(dependencies));
    }
}
