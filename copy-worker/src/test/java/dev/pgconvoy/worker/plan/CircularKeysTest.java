package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.Work.ConfigurationRows;
import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.EarlyForeignKey;
import dev.pgconvoy.worker.catalog.TableDivision;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CircularKeysTest {

    private static final TableDivision IN_PARTS = new TableDivision(
            Map.of(
                    "\"public\".\"tree\"",
                    List.of(new Part(1, 2, new ConfigurationRows()), new Part(2, 2, new ConfigurationRows()))),
            Map.of());

    @Test
    void keys_that_have_an_order_stay() {
        assertThat(among(tables("a", "b", "c"), key("c", "b"), key("b", "a"), key("c", "a")))
                .isEmpty();
    }

    @Test
    void the_keys_of_a_circle_go_and_those_that_lead_there_stay() {
        var ab = key("a", "b");
        var bc = key("b", "c");
        var ca = key("c", "a");

        assertThat(among(tables("a", "b", "c", "leaf", "root"), ab, bc, ca, key("leaf", "a"), key("c", "root")))
                .containsExactly(ab, bc, ca);
    }

    @Test
    void two_keys_between_the_same_tables_go_both() {
        var there = key("a", "b");
        var back = key("b", "a");
        var again = new EarlyForeignKey(name("a"), name("b"), "again", "", "", true);

        assertThat(among(tables("a", "b"), there, back, again)).containsExactly(there, back, again);
    }

    @Test
    void a_table_that_gets_no_rows_closes_no_circle() {
        assertThat(among(tables("a"), key("a", "b"), key("b", "a"))).isEmpty();
    }

    @Test
    void a_key_to_the_same_table_goes_where_its_rows_come_in_parts() {
        var parts = key("tree", "tree");

        assertThat(among(tables("tree", "whole"), parts, key("whole", "whole"))).containsExactly(parts);
    }

    @Test
    void what_our_user_may_not_drop_stays() {
        var ours = key("a", "b");

        assertThat(among(tables("a", "b"), ours, new EarlyForeignKey(name("b"), name("a"), "theirs", "", "", false)))
                .containsExactly(ours);
    }

    private static List<EarlyForeignKey> among(List<CatalogTable> tables, EarlyForeignKey... keys) {
        return CircularKeys.among(List.of(keys), tables, IN_PARTS);
    }

    private static EarlyForeignKey key(String referencing, String referenced) {
        return new EarlyForeignKey(name(referencing), name(referenced), "to_" + referenced, "", "", true);
    }

    private static List<CatalogTable> tables(String... names) {
        return Stream.of(names)
                .map(CircularKeysTest::name)
                .map(name -> new CatalogTable(
                        name, name, List.of(new CatalogTable.Column("id", 23)), true, "", 8_192, 1, false))
                .toList();
    }

    private static TableName name(String name) {
        return new TableName("public", name);
    }
}
