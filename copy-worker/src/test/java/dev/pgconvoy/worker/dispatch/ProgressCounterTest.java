package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.copy.Work.Slice;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.plan.TaskNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressCounterTest {

    private static final long SECOND = 1_000_000_000L;
    private static final TableName ORDERS = new TableName("public", "orders");
    private static final TableName ITEMS = new TableName("public", "items");

    private final ProgressCounter counter = new ProgressCounter("shop");

    private static TaskNode copy(TableName table, int part, int parts) {
        var rows = new Part(part, parts, new PageRange(Optional.empty(), Optional.empty()));
        return new TaskNode(
                "copy %s %d".formatted(table, part),
                TaskKind.COPY,
                new Work.CopyTables(
                        List.of(new TableCopy(
                                table,
                                table,
                                List.of("id"),
                                true,
                                true,
                                parts == 1 ? Optional.empty() : Optional.of(rows),
                                1)),
                        List.of(
                                new Statement(UnitKind.INDEX, "index of " + table, "index", "CREATE INDEX"),
                                Statement.analyze(table))),
                Set.of(),
                1);
    }

    private static TaskNode verify(TableName table, Optional<Slice> slice, boolean recorded) {
        return new TaskNode(
                "verify %s %s".formatted(table, slice),
                TaskKind.VERIFY,
                new Work.VerifyTables(List.of(new TableCheck(table, false, Optional.empty(), slice)), recorded),
                Set.of(),
                1);
    }

    private static TaskNode build() {
        return new TaskNode(
                "build",
                TaskKind.BUILD,
                new Work.RunStatements(List.of(
                        new Statement(UnitKind.INDEX, "index a", "a", "CREATE INDEX"), Statement.analyze(ORDERS))),
                Set.of(),
                1);
    }

    private static Optional<Slice> slice(int number) {
        return Optional.of(new Slice(
                number,
                2,
                new PageRange(Optional.empty(), Optional.empty()),
                new PageRange(Optional.empty(), Optional.empty())));
    }

    private static TaskProgress running(String taskId, long bytes, long rows) {
        return new TaskProgress(taskId, "run", Fixtures.anId(), 1, "shop", "worker-2", bytes, rows);
    }

    private void done(TaskNode node, long bytes, long rows) {
        counter.done(node, node.id(), List.of(UnitResult.of("unit", rows, bytes, 1)));
    }

    private DatabaseProgress progress() {
        return counter.progress(0);
    }

    @Test
    void a_table_is_queued_then_loading_then_complete_with_its_last_part() {
        var first = copy(ORDERS, 1, 2);
        var second = copy(ORDERS, 2, 2);
        counter.planned(List.of(first, second, copy(ITEMS, 1, 1)), 100);
        assertTables(2, 0, 0);

        counter.dispatched(first);
        assertTables(1, 1, 0);
        counter.dispatched(second);
        assertTables(1, 1, 0);
        done(first, 10, 1);
        assertTables(1, 1, 0);
        done(second, 10, 1);
        assertTables(1, 0, 1);
    }

    private void assertTables(int queued, int loading, int completed) {
        var progress = progress();
        assertThat(List.of(progress.tablesQueued(), progress.tablesLoading(), progress.tablesCompleted()))
                .containsExactly(queued, loading, completed);
    }

    @Test
    void one_that_is_given_up_for_now_is_queued_again_and_for_good_is_errored() {
        var node = copy(ORDERS, 1, 1);
        counter.planned(List.of(node), 100);
        counter.dispatched(node);

        counter.gaveUp(node, node.id(), false);
        assertTables(1, 0, 0);
        assertThat(progress().tablesErrored()).isZero();

        counter.dispatched(node);
        counter.gaveUp(node, node.id(), true);
        assertTables(0, 0, 0);
        assertThat(progress().tablesErrored()).isEqualTo(1);
    }

    @Test
    void bytes_and_rows_are_those_of_copies_that_are_done_and_that_run() {
        var node = copy(ORDERS, 1, 1);
        var other = copy(ITEMS, 1, 1);
        counter.planned(List.of(node, other), 100);

        done(node, 40, 4);
        counter.progressed(running(other.id(), 10, 1));
        counter.progressed(running(other.id(), 20, 2));
        assertThat(progress().bytesCopied()).isEqualTo(60);
        assertThat(progress().rowsCopied()).isEqualTo(6);

        counter.gaveUp(other, other.id(), false);
        assertThat(progress().bytesCopied())
                .as("what it had moved is rolled back")
                .isEqualTo(40);
    }

    @Test
    void what_verification_reads_is_not_counted_as_copied() {
        var node = verify(ORDERS, Optional.empty(), true);
        counter.planned(List.of(node), 100);

        done(node, 40, 4);

        assertThat(progress().bytesCopied()).isZero();
        assertThat(progress().tablesVerified()).isEqualTo(1);
    }

    @Test
    void a_table_that_is_verified_in_slices_counts_once() {
        var nodes = List.of(verify(ORDERS, slice(1), true), verify(ORDERS, slice(2), true));
        counter.planned(nodes, 100);

        nodes.forEach(node -> done(node, 0, 0));

        assertThat(progress().tablesVerified()).isEqualTo(1);
    }

    @Test
    void tables_are_counted_by_their_verification_when_that_is_all_there_is() {
        var node = verify(ORDERS, Optional.empty(), false);
        counter.planned(List.of(node), 0);
        assertTables(1, 0, 0);

        done(node, 0, 0);

        assertTables(0, 0, 1);
    }

    @Test
    void indexes_are_counted_and_statistics_are_not() {
        var node = copy(ORDERS, 1, 1);
        var build = build();
        counter.planned(List.of(node, build), 100);
        assertThat(progress().indexesTotal()).isEqualTo(2);

        done(build, 0, 0);
        assertThat(progress().indexesBuilt()).isEqualTo(1);
        done(node, 0, 0);
        assertThat(progress().indexesBuilt()).isEqualTo(2);
    }

    @Test
    void more_than_was_planned_is_the_new_total() {
        var node = copy(ORDERS, 1, 1);
        counter.planned(List.of(node), 100);

        done(node, 150, 1);

        assertThat(progress().bytesTotal()).isEqualTo(150);
    }

    @Test
    void the_end_is_foretold_when_bytes_move() {
        var node = copy(ORDERS, 1, 1);
        counter.planned(List.of(node), 1_000);
        assertThat(counter.progress(0).secondsLeft()).isEqualTo(-1);

        counter.progressed(running(node.id(), 200, 1));

        var moving = counter.progress(2 * SECOND);
        assertThat(moving.bytesPerSecond()).isEqualTo(100);
        assertThat(moving.secondsLeft()).isEqualTo(8);
    }

    @Test
    void a_plan_that_is_run_again_counts_from_the_beginning() {
        var node = copy(ORDERS, 1, 1);
        counter.planned(List.of(node), 100);
        counter.dispatched(node);
        counter.progressed(running("another", 10, 1));
        done(node, 40, 4);
        counter.gaveUp(node, node.id(), true);
        counter.enter(DatabasePhase.COPY);

        counter.planned(List.of(node), 100);

        assertTables(1, 0, 0);
        assertThat(progress().bytesCopied()).isZero();
        assertThat(progress().rowsCopied()).isZero();
        assertThat(progress().indexesBuilt()).isZero();
        assertThat(progress().tablesErrored()).isZero();
        assertThat(progress().phase()).isEqualTo(DatabasePhase.COPY);
    }

    @Test
    void a_table_that_is_copied_is_complete_before_it_is_verified() {
        var node = copy(ORDERS, 1, 1);
        counter.planned(List.of(node, verify(ORDERS, Optional.empty(), true)), 100);

        done(node, 10, 1);

        assertTables(0, 0, 1);
    }
}
