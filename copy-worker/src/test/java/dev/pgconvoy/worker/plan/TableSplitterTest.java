package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.copy.Work.ConfigurationRows;
import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.copy.Work.Rows;
import dev.pgconvoy.copy.Work.ValueRange;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.ColumnTypes;
import dev.pgconvoy.worker.catalog.SplitKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableSplitterTest {

    private static final long MIB = 1L << 20;
    private static final TableName ORDERS = new TableName("public", "orders");
    private static final String QUOTED = "\"public\".\"orders\"";

    private final List<TableName> asked = new ArrayList<>();
    private Set<TableName> unplannable = Set.of();
    private Optional<SplitKeys.SplitKey> key = Optional.of(new SplitKeys.SplitKey("id", 1_000));
    private List<String> bounds = List.of("10", "20");

    private final SplitKeys<RuntimeException> keys = new SplitKeys<>() {
        @Override
        public Set<TableName> unplannable(List<TableName> tables) {
            asked.addAll(tables);
            return unplannable;
        }

        @Override
        public Optional<SplitKey> of(TableName table) {
            return key;
        }

        @Override
        public List<String> bounds(TableName table, SplitKey of, int parts) {
            return bounds;
        }
    };

    private static CatalogTable table(long bytes, long pages, String condition, CatalogTable.Column... columns) {
        return new CatalogTable(ORDERS, ORDERS, List.of(columns), true, condition, bytes, pages, false);
    }

    private static CatalogTable table(long bytes, long pages) {
        return table(bytes, pages, "", new CatalogTable.Column("id", 20));
    }

    private Map<String, List<Part>> draw(TableSplitter splitter, int major, CatalogTable table) {
        return splitter.draw(
                new CatalogContents(major, List.of(table), ColumnTypes.none(), List.of(), List.of(), List.of()), keys);
    }

    private int parts(TableSplitter splitter, CatalogTable table) {
        return draw(splitter, 14, table).getOrDefault(QUOTED, List.of()).size();
    }

    @Test
    void a_table_that_is_not_larger_than_a_part_is_not_split() {
        assertThat(parts(new TableSplitter(MIB, 4, 4), table(MIB, 128))).isZero();
        assertThat(asked).isEmpty();
    }

    @Test
    void a_larger_one_has_as_many_parts_as_it_fills() {
        assertThat(parts(new TableSplitter(MIB, 4, 4), table(MIB + 1, 128))).isEqualTo(2);
        assertThat(parts(new TableSplitter(MIB, 4, 4), table(3 * MIB, 384))).isEqualTo(3);
    }

    @Test
    void it_has_no_more_than_pages_nor_than_a_thousand() {
        assertThat(parts(new TableSplitter(MIB, 4, 4), table(100 * MIB, 2))).isEqualTo(2);
        assertThat(parts(new TableSplitter(MIB, 4, 4), table(2_000 * MIB, 256_000)))
                .isEqualTo(1_000);
    }

    @Test
    void where_one_stream_is_all_there_is_parts_are_eight_times_as_large() {
        assertThat(parts(new TableSplitter(MIB, 1, 4), table(8 * MIB, 1_024))).isZero();
        assertThat(parts(new TableSplitter(MIB, 1, 4), table(9 * MIB, 1_152))).isEqualTo(2);
    }

    @Test
    void of_a_table_that_is_nearly_all_toast_the_streams_of_wide_rows_count() {
        var wide = table(8 * MIB, 100);

        assertThat(parts(new TableSplitter(MIB, 1, 4), wide)).isEqualTo(8);
        assertThat(parts(new TableSplitter(MIB, 4, 1), wide)).isZero();
    }

    @Test
    void rows_of_a_condition_and_rows_without_columns_are_not_split() {
        var splitter = new TableSplitter(MIB, 4, 4);

        assertThat(parts(splitter, table(9 * MIB, 1_152, "x > 1", new CatalogTable.Column("id", 20))))
                .isZero();
        assertThat(parts(splitter, table(9 * MIB, 1_152, ""))).isZero();
    }

    @Test
    void a_table_on_which_no_query_may_be_planned_is_not_split() {
        unplannable = Set.of(ORDERS);

        assertThat(parts(new TableSplitter(MIB, 4, 4), table(3 * MIB, 384))).isZero();
    }

    @Test
    void pages_are_ranges_without_a_gap_and_open_at_both_ends() {
        assertThat(draw(new TableSplitter(MIB, 4, 4), 14, table(3 * MIB, 384)).get(QUOTED))
                .containsExactly(
                        new Part(1, 3, new PageRange(Optional.empty(), Optional.of(128L))),
                        new Part(2, 3, new PageRange(Optional.of(128L), Optional.of(256L))),
                        new Part(3, 3, new PageRange(Optional.of(256L), Optional.empty())));
    }

    @Test
    void before_14_the_values_of_a_key_are() {
        assertThat(draw(new TableSplitter(MIB, 4, 4), 13, table(3 * MIB, 384)).get(QUOTED))
                .containsExactly(
                        new Part(1, 3, new ValueRange("id", Optional.empty(), Optional.of("10"))),
                        new Part(2, 3, new ValueRange("id", Optional.of("10"), Optional.of("20"))),
                        new Part(3, 3, new ValueRange("id", Optional.of("20"), Optional.empty())));
    }

    @Test
    void without_a_key_or_with_one_value_only_the_table_stays_whole() {
        var splitter = new TableSplitter(MIB, 4, 4);
        bounds = List.of();
        assertThat(draw(splitter, 13, table(3 * MIB, 384))).isEmpty();

        key = Optional.empty();
        bounds = List.of("10");
        assertThat(draw(splitter, 13, table(3 * MIB, 384))).isEmpty();
    }

    private static void requireSensible(Rows rows) {
        var catalog = new CatalogContents(
                14,
                List.of(table(
                        MIB,
                        128,
                        "",
                        new CatalogTable.Column("id", 20),
                        new CatalogTable.Column("mood", ColumnTypes.FIRST_USER_OID))),
                ColumnTypes.none(),
                List.of(),
                List.of(),
                List.of());
        TableSplitter.requireSensible(
                Map.of(QUOTED, List.of(new Part(1, 1, rows)), "\"public\".\"absent\"", List.of(new Part(1, 1, rows))),
                catalog);
    }

    @Test
    void a_ledger_may_name_pages_and_columns_of_the_servers_own_types() {
        requireSensible(new PageRange(Optional.empty(), Optional.of(1L)));
        requireSensible(new ValueRange("id", Optional.empty(), Optional.of("1")));
    }

    @Test
    void it_may_not_name_other_columns_nor_types_that_run_somebodys_code() {
        for (var rows : List.of(
                new ValueRange("absent", Optional.empty(), Optional.of("1")),
                new ValueRange("mood", Optional.empty(), Optional.of("1")),
                new ConfigurationRows())) {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> requireSensible(rows))
                    .satisfies(e -> {
                        assertThat(e.failure().code()).isEqualTo(FailureCode.INTERNAL);
                        assertThat(e.failure().object()).isEqualTo("table " + QUOTED);
                    });
        }
    }
}
