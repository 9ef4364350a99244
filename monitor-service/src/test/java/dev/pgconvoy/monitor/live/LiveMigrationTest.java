package dev.pgconvoy.monitor.live;

import static dev.pgconvoy.monitor.live.WorkerEvents.T0;
import static dev.pgconvoy.monitor.live.WorkerEvents.check;
import static dev.pgconvoy.monitor.live.WorkerEvents.copy;
import static dev.pgconvoy.monitor.live.WorkerEvents.done;
import static dev.pgconvoy.monitor.live.WorkerEvents.failed;
import static dev.pgconvoy.monitor.live.WorkerEvents.index;
import static dev.pgconvoy.monitor.live.WorkerEvents.key;
import static dev.pgconvoy.monitor.live.WorkerEvents.part;
import static dev.pgconvoy.monitor.live.WorkerEvents.progress;
import static dev.pgconvoy.monitor.live.WorkerEvents.slowed;
import static dev.pgconvoy.monitor.live.WorkerEvents.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.postgres.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveMigrationTest {

    private final LiveMigration live = new LiveMigration(WorkerEvents.ID, 50_000, T0);

    private void sent(String taskId, Work work) {
        live.sent(task(taskId, work), false, T0);
    }

    private void finished(String taskId, Work work, long rows, long bytes) {
        live.sent(task(taskId, work), false, T0);
        live.ended(done(task(taskId, work), rows, bytes), T0.plusSeconds(5));
    }

    private TableRow only() {
        assertThat(live.rows(Set.of())).hasSize(1);
        return live.rows(Set.of()).getFirst();
    }

    private static Instant at(int seconds) {
        return T0.plusSeconds(seconds);
    }

    @Test
    void a_table_waits_until_a_worker_tells_of_it_and_is_then_copied() {
        sent("t1", copy(1_000, "orders"));
        assertThat(only().state()).isEqualTo(TableStage.WAITING);
        assertThat(only().bytes()).contains(0L);

        live.heard(progress("t1", "worker-1", 400, 4), at(1));
        live.heard(progress("t1", "worker-1", 700, 7), at(2));

        assertThat(only().state()).isEqualTo(TableStage.COPYING);
        assertThat(only().bytes()).contains(700L);
        assertThat(only().rows()).contains(7L);
        assertThat(only().expectedBytes()).contains(1_000L);
        assertThat(only().bytesPerSecond()).contains(300L);
        assertThat(only().workers()).containsExactly("worker-1");
    }

    @Test
    void work_that_was_sent_before_we_looked_is_unknown_and_not_nothing() {
        live.sent(task("t1", copy(1_000, "orders")), true, T0);

        assertThat(only().state()).isEqualTo(TableStage.UNKNOWN);
        assertThat(only().bytes()).isEmpty();
        assertThat(only().rows()).isEmpty();

        live.heard(progress("t1", "worker-1", 900, 9), at(1));

        assertThat(only().state()).isEqualTo(TableStage.COPYING);
        assertThat(only().bytes()).contains(900L);
    }

    @Test
    void the_sum_of_parts_is_unknown_as_long_as_one_of_them_is() {
        live.sent(task("t1", part("orders", 1, 2, 500)), true, T0);
        finished("t2", part("orders", 2, 2, 500), 5, 480);

        assertThat(only().bytes()).isEmpty();
        assertThat(only().partsDone()).contains(1);
        assertThat(only().parts()).contains(2);
        assertThat(only().expectedBytes()).contains(1_000L);
    }

    @Test
    void a_task_in_hand_is_shown_by_its_label_and_without_one_by_its_work() {
        var labelled = task("t2", key("orders", "orders orders_fk"));
        sent("t1", part("orders", 2, 3, 500));
        live.sent(
                new CopyTask(
                        labelled.taskId(),
                        labelled.run(),
                        labelled.id(),
                        labelled.requestHash(),
                        labelled.epoch(),
                        labelled.database(),
                        labelled.source(),
                        labelled.target(),
                        labelled.snapshot(),
                        labelled.work(),
                        labelled.maxBytesPerSecond(),
                        labelled.maxBytesPerSecondToTarget(),
                        labelled.fleet(),
                        labelled.gentle(),
                        Optional.of(labelled.work().label(TaskKind.FOREIGN_KEY))),
                false,
                T0);
        live.heard(progress("t1", "worker-1", 1, 1), at(1));
        live.heard(progress("t2", "worker-1", 0, 0), at(1));

        assertThat(live.tasksInHand())
                .extracting(TaskRow::kind, TaskRow::title)
                .containsExactly(
                        tuple(TaskKind.COPY, "public.orders 2/3"),
                        tuple(TaskKind.FOREIGN_KEY, "public.orders orders_fk"));
    }

    @Test
    void that_statistics_are_gathered_is_no_piece_of_a_table() {
        sent("t1", new Work.RunStatements(List.of(Work.Statement.analyze(new TableName("public", "orders")))));

        assertThat(live.rows(Set.of())).isEmpty();
        assertThat(live.tasksOpen()).isEqualTo(1);
    }

    @Test
    void bytes_of_a_batch_belong_to_no_table_until_it_is_done() {
        var batch = copy(100, "a", "b");
        sent("t1", batch);
        live.heard(progress("t1", "worker-1", 150, 15), at(1));

        assertThat(live.rows(Set.of())).hasSize(2).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo(TableStage.COPYING);
            assertThat(row.bytes()).isEmpty();
        });

        live.ended(done(task("t1", batch), 9, 90), at(2));

        assertThat(live.rows(Set.of())).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo(TableStage.COPIED);
            assertThat(row.bytes()).contains(90L);
        });
    }

    @Test
    void a_table_goes_through_its_work_and_is_done_when_it_was_compared() {
        finished("t1", copy(1_000, "orders"), 10, 990);
        assertThat(only().state()).isEqualTo(TableStage.COPIED);

        sent("t2", index("orders", "orders_idx"));
        live.heard(progress("t2", "worker-1", 0, 0), at(6));
        assertThat(only().state()).isEqualTo(TableStage.INDEXING);
        assertThat(only().work()).extracting(TableRow.WorkRow::object).containsExactly("public.orders_idx");
        live.ended(done(task("t2", index("orders", "orders_idx")), 0, 0), at(7));

        sent("t3", key("orders", "orders orders_fk"));
        live.heard(progress("t3", "worker-1", 0, 0), at(8));
        assertThat(only().state()).isEqualTo(TableStage.CHECKING);
        live.ended(done(task("t3", key("orders", "orders orders_fk")), 0, 0), at(9));

        sent("t4", check("orders"));
        live.heard(progress("t4", "worker-2", 0, 0), at(10));
        assertThat(only().state()).isEqualTo(TableStage.VERIFYING);
        live.ended(done(task("t4", check("orders")), 10, 0), at(11));

        assertThat(only().state()).isEqualTo(TableStage.DONE);
        assertThat(only().verified()).contains(true);
        assertThat(only().rows()).contains(10L);
    }

    @Test
    void how_far_an_index_is_is_shown_while_it_is_built() {
        finished("t1", copy(1_000, "orders"), 5, 900);
        sent("t2", index("orders", "orders_idx"));
        assertThat(only().work()).isEmpty();

        live.heard(WorkerEvents.building("t2", "building index: scanning table", 42), at(5));
        assertThat(only().work()).singleElement().satisfies(work -> {
            assertThat(work.phase()).contains("building index: scanning table");
            assertThat(work.percent()).contains(42);
        });

        live.heard(progress("t2", "worker-1", 0, 0), at(6));
        assertThat(only().work())
                .singleElement()
                .satisfies(work -> assertThat(work.percent()).isEmpty());
    }

    @Test
    void of_several_statements_nobody_says_which_index_is_built() {
        var statements = Stream.of("a", "b")
                .flatMap(name -> ((Work.RunStatements) index("orders", name)).statements().stream())
                .toList();
        sent("t1", new Work.RunStatements(statements));

        live.heard(WorkerEvents.building("t1", "building index: scanning table", 42), at(5));

        assertThat(only().work())
                .hasSize(2)
                .allSatisfy(work -> assertThat(work.percent()).isEmpty());
    }

    @Test
    void an_index_of_a_table_whose_copy_is_not_known_tells_nothing_of_its_rows() {
        finished("t1", index("orders", "orders_idx"), 0, 0);

        assertThat(only().state()).isEqualTo(TableStage.UNKNOWN);
        assertThat(only().rows()).isEmpty();
        assertThat(only().bytes()).isEmpty();
    }

    @Test
    void a_copied_table_is_done_when_its_database_is() {
        finished("t1", copy(1_000, "orders"), 10, 990);

        assertThat(live.rows(Set.of("orders"))).extracting(TableRow::state).containsExactly(TableStage.DONE);
    }

    @Test
    void a_failure_shows_until_the_work_is_given_out_again() {
        var work = copy(1_000, "orders");
        sent("t1", work);
        live.ended(failed(task("t1", work), "value too long"), at(3));
        assertThat(only().state()).isEqualTo(TableStage.FAILED);
        assertThat(only().error()).isEqualTo("value too long");

        sent("t1", work);

        assertThat(only().state()).isEqualTo(TableStage.WAITING);
        assertThat(only().tries()).contains(2);
        assertThat(only().error()).isEmpty();
    }

    @Test
    void a_copy_that_differs_is_a_failure() {
        finished("t1", copy(1_000, "orders"), 10, 990);
        sent("t2", check("orders"));
        var unit = new UnitResult("count \"public\".\"orders\"", 10, 0, 5, 9, "", "", List.of());

        live.ended(WorkerEvents.result(task("t2", check("orders")), new TaskResult.Done(List.of(unit))), at(9));

        assertThat(only().state()).isEqualTo(TableStage.FAILED);
        assertThat(only().error()).contains("differs");
    }

    @Test
    void a_result_that_is_read_before_its_task_counts() {
        live.ended(done(task("t1", copy(1_000, "orders")), 10, 990), at(1));

        sent("t1", copy(1_000, "orders"));

        assertThat(only().state()).isEqualTo(TableStage.COPIED);
    }

    @Test
    void what_another_run_or_an_older_conductor_says_counts_for_nothing() {
        live.sent(task("t1", "second", 2, copy(1_000, "orders")), false, T0);

        live.heard(progress("t1", "zombie", 999, 9), at(1));
        live.ended(done(task("t1", "first", 1, copy(1_000, "orders")), 10, 990), at(1));
        live.sent(task("t9", "first", 1, copy(1_000, "ghosts")), false, at(1));

        assertThat(only().table()).isEqualTo("public.orders");
        assertThat(only().state()).isEqualTo(TableStage.WAITING);
        assertThat(live.tasksInHand()).isEmpty();
    }

    @Test
    void what_an_older_conductor_has_done_stays_done_and_what_it_failed_at_does_not_count() {
        var done = task("t1", "first", 1, copy(1_000, "orders"));
        var failed = task("t2", "first", 1, copy(1_000, "lines"));
        live.sent(done, false, T0);
        live.sent(failed, false, T0);
        live.sent(task("t2", "second", 2, copy(1_000, "lines")), false, T0);

        live.ended(done(done, 10, 990), at(1));
        live.ended(failed(failed, "fenced"), at(1));

        assertThat(live.rows(Set.of()))
                .extracting(TableRow::table, TableRow::state)
                .containsExactlyInAnyOrder(
                        tuple("public.orders", TableStage.COPIED), tuple("public.lines", TableStage.WAITING));
        assertThat(live.tasksWaiting()).isEqualTo(1);
    }

    @Test
    void a_task_that_another_worker_gets_begins_anew() {
        sent("t1", copy(1_000, "orders"));
        live.heard(progress("t1", "worker-1", 800, 8), at(1));

        live.heard(progress("t1", "worker-2", 100, 1), at(9));

        assertThat(only().bytes()).contains(100L);
        assertThat(only().workers()).containsExactly("worker-2");
        assertThat(live.tasksInHand()).singleElement().satisfies(task -> {
            assertThat(task.worker()).isEqualTo("worker-2");
            assertThat(task.since()).contains(at(9));
        });
    }

    @Test
    void memory_is_bounded_and_the_small_finished_tables_go_first() {
        var bounded = new LiveMigration(WorkerEvents.ID, 100, T0);
        bounded.sent(task("running", copy(10, "running")), false, T0);
        bounded.heard(progress("running", "worker-1", 1, 1), at(1));
        bounded.sent(task("failing", copy(10, "failing")), false, T0);
        bounded.ended(failed(task("failing", copy(10, "failing")), "broken"), at(1));
        var number = 0;
        for (var name : WorkerEvents.names(1_000)) {
            var work = copy(number++, name);
            bounded.sent(task(name, work), false, T0);
            bounded.ended(done(task(name, work), number, number), at(number));
        }

        var kept = bounded.rows(Set.of());

        assertThat(bounded.pieces()).isLessThanOrEqualTo(100);
        assertThat(kept.size() + bounded.leftOut()).isEqualTo(1_002);
        assertThat(kept).extracting(TableRow::table).contains("public.running", "public.failing", "public.t00999");
        assertThat(kept).extracting(TableRow::table).doesNotContain("public.t00000");
    }

    @Test
    void who_watches_gets_what_changed_since_and_no_more() {
        sent("t1", copy(1_000, "orders"));
        sent("t2", copy(1_000, "lines"));
        var seen = live.changes();

        live.heard(progress("t2", "worker-1", 5, 1), at(1));

        assertThat(live.rowsSince(seen, Set.of())).extracting(TableRow::table).containsExactly("public.lines");
        assertThat(live.rowsSince(live.changes(), Set.of())).isEmpty();
        assertThat(live.rowsSince(0, Set.of()))
                .extracting(TableRow::table)
                .containsExactly("public.orders", "public.lines");
    }

    @Test
    void a_source_that_is_spared_is_slowed_until_nobody_says_so_any_more() {
        sent("t1", copy(1_000, "orders"));
        sent("t2", copy(1_000, "lines"));
        assertThat(live.slowed()).isEmpty();

        live.heard(slowed("t1", 20_000), at(1));
        live.heard(slowed("t2", 10_000), at(1));

        assertThat(live.slowed()).hasValueSatisfying(slowed -> assertThat(slowed.bytesPerSecond())
                .isEqualTo(10_000));
        assertThat(live.tasksInHand()).allSatisfy(task -> assertThat(task.slowed()).isPresent());
        live.heard(progress("t1", "worker-1", 5, 1), at(2));
        live.heard(progress("t2", "worker-1", 5, 1), at(2));
        assertThat(live.slowed()).isEmpty();
    }
}
