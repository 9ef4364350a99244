package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchiveSelectionTest {

    private static final List<String> ALL = List.of();

    private static final List<TocEntry> SHOP = List.of(
            entry(1, "SCHEMA", "", "audit"),
            entry(2, "EXTENSION", "", "citext"),
            entry(3, "TABLE", "public", "customers"),
            entry(4, "TABLE", "public", "orders"),
            entry(5, "SEQUENCE", "public", "customers_id_seq", 3),
            entry(6, "DEFAULT", "public", "customers id", 3, 5),
            entry(7, "VIEW", "public", "spending", 3, 4),
            entry(8, "COMMENT", "public", "VIEW spending", 7),
            entry(9, "TABLE", "audit", "log", 1),
            entry(10, "CONSTRAINT", "public", "customers customers_pkey", 3),
            entry(11, "INDEX", "public", "customers_name", 3),
            entry(12, "FK CONSTRAINT", "public", "orders orders_customer_fkey", 4, 3, 10),
            entry(13, "TABLE", "public", "tags", 2),
            entry(14, "TABLE", "public", "measured"),
            entry(15, "TABLE", "public", "measured_2024"),
            entry(16, "TABLE ATTACH", "public", "measured_2024", 14, 15),
            entry(17, "FUNCTION", "audit", "note()", 1),
            entry(18, "TRIGGER", "public", "orders noted", 4, 17));

    private static Filters filters(
            List<String> includeSchemas,
            List<String> excludeSchemas,
            List<String> includeTables,
            List<String> excludeTables,
            List<String> excludeTableData,
            List<String> excludeExtensions) {
        return new Filters(
                List.of(),
                includeSchemas,
                excludeSchemas,
                includeTables,
                excludeTables,
                excludeTableData,
                excludeExtensions);
    }

    @Test
    void without_filters_everything_moves() {
        var selection = ArchiveSelection.of(Filters.NONE, SHOP);

        assertThat(selection.entries()).isEqualTo(SHOP);
        assertThat(selection.notes()).isEmpty();
        assertThat(selection.includesData(new TableName("public", "orders"))).isTrue();
    }

    @Test
    void an_excluded_table_takes_its_parts_along_in_silence_and_others_with_a_note() {
        var selection = ArchiveSelection.of(filters(ALL, ALL, ALL, List.of("customers"), ALL, ALL), SHOP);

        assertThat(lost(selection)).containsExactly(3, 5, 6, 7, 8, 10, 11, 12);
        assertThat(selection.notes())
                .extracting(Finding::object)
                .containsExactly("view public.spending", "fk constraint public.orders orders_customer_fkey");
        assertThat(selection.includesTable(new TableName("public", "customers")))
                .isFalse();
        assertThat(selection.includesTable(new TableName("public", "customers_id_seq")))
                .isFalse();
        assertThat(selection.includesTable(new TableName("public", "spending"))).isFalse();
        assertThat(selection.includesTable(new TableName("public", "orders"))).isTrue();
    }

    @Test
    void an_excluded_schema_takes_all_that_is_in_it() {
        var selection = ArchiveSelection.of(filters(ALL, List.of("audit"), ALL, ALL, ALL, ALL), SHOP);

        assertThat(lost(selection)).containsExactly(1, 9, 17, 18);
        assertThat(selection.notes()).extracting(Finding::object).containsExactly("trigger public.orders noted");
        assertThat(selection.notes().getFirst().message()).contains("function audit.note()");
    }

    @Test
    void only_included_schemas_move() {
        var selection = ArchiveSelection.of(filters(List.of("aud*"), ALL, ALL, ALL, ALL, ALL), SHOP);

        assertThat(selection.entries()).extracting(TocEntry::dumpId).containsExactly(1, 2, 9, 17);
    }

    @Test
    void only_included_tables_move_with_their_partitions() {
        var selection =
                ArchiveSelection.of(filters(ALL, ALL, List.of("public.measured", "orders"), ALL, ALL, ALL), SHOP);

        assertThat(selection.entries()).extracting(TocEntry::dumpId).containsExactly(1, 2, 4, 14, 15, 16, 17, 18);
    }

    @Test
    void partitions_go_with_an_excluded_parent_and_alone_without_it() {
        assertThat(lost(ArchiveSelection.of(filters(ALL, ALL, ALL, List.of("measured"), ALL, ALL), SHOP)))
                .containsExactly(14, 15, 16);
        var single = ArchiveSelection.of(filters(ALL, ALL, ALL, List.of("measured_*"), ALL, ALL), SHOP);
        assertThat(lost(single)).containsExactly(15, 16);
        assertThat(single.notes()).isEmpty();
    }

    @Test
    void a_table_of_an_excluded_extensions_types_cannot_move() {
        var selection = ArchiveSelection.of(filters(ALL, ALL, ALL, ALL, ALL, List.of("citext")), SHOP);

        assertThat(lost(selection)).containsExactly(2, 13);
        assertThat(selection.notes()).extracting(Finding::object).containsExactly("table public.tags");
    }

    @Test
    void what_is_lost_beyond_the_notes_is_counted() {
        var all = Stream.concat(
                        Stream.of(entry(1, "EXTENSION", "", "citext")),
                        IntStream.rangeClosed(2, 252).mapToObj(id -> entry(id, "TABLE", "public", "t" + id, 1)))
                .toList();

        var notes = ArchiveSelection.of(filters(ALL, ALL, ALL, ALL, ALL, List.of("citext")), all)
                .notes();

        assertThat(notes).hasSize(201);
        assertThat(notes.getLast().object()).isEqualTo("51 more objects");
    }

    @Test
    void a_table_can_stay_empty() {
        var selection = ArchiveSelection.of(filters(ALL, ALL, ALL, ALL, List.of("measured", "audit.*"), ALL), SHOP);

        assertThat(selection.entries()).isEqualTo(SHOP);
        assertThat(selection.includesTable(new TableName("audit", "log"))).isTrue();
        assertThat(selection.includesData(new TableName("audit", "log"))).isFalse();
        assertThat(selection.includesData(new TableName("public", "measured_2024")))
                .isFalse();
        assertThat(selection.includesData(new TableName("public", "orders"))).isTrue();
    }

    private static List<Integer> lost(ArchiveSelection selection) {
        return SHOP.stream()
                .filter(entry -> !selection.entries().contains(entry))
                .map(TocEntry::dumpId)
                .toList();
    }

    private static TocEntry entry(int id, String kind, String namespace, String tag, Integer... dependencies) {
        return new TocEntry(id, kind, tag, namespace, "owner", "", Section.PRE_DATA, List.of(dependencies));
    }
}
