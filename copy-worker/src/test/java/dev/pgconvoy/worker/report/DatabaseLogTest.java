package dev.pgconvoy.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.migration.Report.TableReport;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.ledger.DoneUnit;
import dev.pgconvoy.worker.plan.TaskNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatabaseLogTest {

    private static final TableName ORDERS = new TableName("public", "orders");
    private static final TableName ITEMS = new TableName("public", "items");
    private static final TableName TREE = new TableName("public", "tree");
    private static final TableName LEAF = new TableName("public", "leaf");

    private final DatabaseLog log = new DatabaseLog("shop");

    @Test
    void a_table_is_verified_when_it_was_compared_and_is_equal() {
        copied(ORDERS, ORDERS);
        checked(ORDERS, false, 3, 3);

        assertThat(log.report().verifiedTables()).isOne();
        assertThat(log.report().differences()).isEmpty();
    }

    @Test
    void a_table_with_a_difference_is_not_verified() {
        copied(ORDERS, ORDERS);
        copied(ITEMS, ITEMS);
        checked(ORDERS, false, 3, 2);
        checked(ITEMS, false, 3, 3);

        assertThat(log.report().verifiedTables()).isOne();
        assertThat(log.report().tableCount()).isEqualTo(2);
        assertThat(log.report().tables())
                .filteredOn(TableReport::verified)
                .extracting(TableReport::table)
                .containsExactly("public.items");
        assertThat(log.report().differences()).containsExactly(new Difference("public.orders", "rows", "3", "2"));
    }

    @Test
    void a_partition_is_not_verified_when_its_tree_differs_or_was_never_compared() {
        copied(LEAF, TREE);
        assertThat(log.report().verifiedTables()).isZero();

        checked(TREE, true, 3, 2);
        assertThat(log.report().verifiedTables()).isZero();
    }

    @Test
    void a_partition_is_verified_with_its_tree() {
        copied(LEAF, TREE);
        checked(TREE, true, 3, 3);

        assertThat(log.report().verifiedTables()).isOne();
    }

    @Test
    void a_table_that_was_copied_but_never_compared_is_not_verified() {
        copied(ORDERS, ORDERS);

        assertThat(log.report().tableCount()).isOne();
        assertThat(log.report().verifiedTables()).isZero();
    }

    @Test
    void a_table_that_is_to_be_compared_counts_although_nothing_was_said_of_it() {
        log.expected(ORDERS, ORDERS);
        log.difference(new Difference("public.orders", "schema", "columns a", "missing"));

        assertThat(log.report().tableCount()).isOne();
        assertThat(log.report().verifiedTables()).isZero();
    }

    @Test
    void a_table_whose_definition_differs_is_not_verified() {
        copied(ORDERS, ORDERS);
        checked(ORDERS, false, 3, 3);
        log.difference(new Difference("table public orders", "schema", "a integer", "a bigint"));

        assertThat(log.report().verifiedTables()).isZero();
    }

    @Test
    void every_noted_object_is_known_also_when_the_report_does_not_show_it() {
        log.note(IntStream.range(0, 1_000)
                .mapToObj(number -> Finding.warning(
                        "restore", FindingCode.STATEMENT_REFUSED, "object " + number, "Not restored.", "Do."))
                .toList());

        assertThat(log.notedObjects()).hasSize(1_000).contains("object 999");
        assertThat(log.notes().count()).isEqualTo(1_000);
    }

    private void copied(TableName table, TableName into) {
        var copy = new TableCopy(table, into, List.of("a"), true, false, Optional.empty(), 10);
        log.proven(
                node(new Work.CopyTables(List.of(copy), List.of())),
                List.of(new DoneUnit(UnitResult.of(copy.unit(), 3, 30, 1), Instant.EPOCH)));
    }

    private void checked(TableName table, boolean tree, long sourceRows, long targetRows) {
        var check = new TableCheck(table, tree, Optional.empty(), Optional.empty());
        log.done(
                node(new Work.VerifyTables(List.of(check), true)),
                List.of(new UnitResult(check.unit(), sourceRows, 0, 1, targetRows, "", "", List.of())));
    }

    private static TaskNode node(Work work) {
        return new TaskNode("node", TaskKind.COPY, work, Set.of(), 10);
    }
}
