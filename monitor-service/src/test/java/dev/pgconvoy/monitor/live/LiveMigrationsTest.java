package dev.pgconvoy.monitor.live;

import static dev.pgconvoy.monitor.live.WorkerEvents.T0;
import static dev.pgconvoy.monitor.live.WorkerEvents.copy;
import static dev.pgconvoy.monitor.live.WorkerEvents.done;
import static dev.pgconvoy.monitor.live.WorkerEvents.progress;
import static dev.pgconvoy.monitor.live.WorkerEvents.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LiveMigrationsTest {

    private Instant now = T0;
    private final KnownMigrations known = new KnownMigrations();
    private final LiveMigrations live = new LiveMigrations(known, WorkerEvents.CONFIG, () -> now);

    @Test
    void what_was_sent_before_this_monitor_looked_is_unknown() {
        live.beginAnew();

        live.sent(task("old", copy(10, "old")), T0.minusSeconds(60));
        live.sent(task("new", copy(10, "new")), T0.plusSeconds(1));

        assertThat(live.tables(WorkerEvents.ID).orElseThrow().tables())
                .extracting(TableRow::table, TableRow::state)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("public.old", TableStage.UNKNOWN),
                        org.assertj.core.groups.Tuple.tuple("public.new", TableStage.WAITING));
    }

    @Test
    void tables_of_a_migration_that_is_over_are_kept_for_a_while_and_its_tasks_count_no_more() {
        live.beginAnew();
        live.sent(task("t1", copy(10, "orders")), T0);
        live.heard(progress("t1", "worker-1", 1, 1), T0);
        assertThat(live.tasksInHand()).hasSize(1);

        known.record(PublishedStatuses.finished(WorkerEvents.ID.toString()), new StatePosition(0, 1));

        assertThat(live.tasksInHand()).isEmpty();
        live.sweep();
        assertThat(live.tables(WorkerEvents.ID)).isPresent();
        now = T0.plus(Duration.ofMinutes(11));
        live.sweep();
        assertThat(live.tables(WorkerEvents.ID)).isEmpty();
        live.sent(task("t2", copy(10, "orders")), now);
        assertThat(live.tables(WorkerEvents.ID)).isEmpty();
    }

    @Test
    void a_migration_that_is_forgotten_is_let_go() {
        live.beginAnew();
        live.sent(task("t1", copy(10, "orders")), T0);
        live.sweep();
        assertThat(live.tables(WorkerEvents.ID)).isPresent();

        now = T0.plus(Duration.ofMinutes(11));
        live.sweep();

        assertThat(live.tables(WorkerEvents.ID)).isEmpty();
    }

    @Test
    void all_migrations_together_stay_within_the_bound() {
        var small = new LiveMigrations(known, WorkerEvents.config(200, 1_000), () -> now);
        small.beginAnew();

        for (var name : WorkerEvents.names(2_000)) {
            small.sent(task(name, copy(10, name)), T0);
            small.ended(done(task(name, copy(10, name)), 1, 10), T0);
        }

        assertThat(small.pieces()).isLessThanOrEqualTo(200);
    }

    @Test
    void a_worker_with_a_task_that_says_nothing_is_silent_and_one_without_is_idle() {
        live.beginAnew();
        live.sent(task("t1", copy(10, "orders")), T0);
        live.heard(progress("t1", "worker-1", 5, 1), T0);
        live.heard(progress("t1", "worker-1", 505, 1), T0.plusSeconds(1));
        assertThat(live.workers()).singleElement().satisfies(worker -> {
            assertThat(worker.state()).isEqualTo(WorkerRow.State.WORKING);
            assertThat(worker.bytesPerSecond()).isEqualTo(500);
            assertThat(worker.slotsBusy()).isEqualTo(1);
            assertThat(worker.tasks().getFirst().title()).isEqualTo("public.orders");
        });

        now = T0.plusSeconds(60);
        assertThat(live.workers()).singleElement().satisfies(worker -> {
            assertThat(worker.state()).isEqualTo(WorkerRow.State.SILENT);
            assertThat(worker.bytesPerSecond()).isZero();
        });

        live.ended(done(task("t1", copy(10, "orders")), 1, 10), now);
        assertThat(live.workers()).singleElement().satisfies(worker -> {
            assertThat(worker.state()).isEqualTo(WorkerRow.State.IDLE);
            assertThat(worker.tasksDone()).isEqualTo(1);
        });
    }

    @Test
    void a_worker_that_speaks_of_a_task_that_is_not_known_here_is_not_idle() {
        live.beginAnew();
        live.heard(progress("lost", "worker-1", 5, 1), T0);

        assertThat(live.workers()).extracting(WorkerRow::state).containsExactly(WorkerRow.State.WORKING);

        live.ended(done(task("lost", copy(10, "orders")), 1, 10), T0);
        assertThat(live.workers()).extracting(WorkerRow::state).containsExactly(WorkerRow.State.IDLE);
    }

    @Test
    void tasks_that_no_worker_told_of_wait() {
        live.beginAnew();
        live.sent(task("t1", copy(10, "orders")), T0);
        live.sent(task("t2", copy(10, "lines")), T0);
        live.heard(progress("t2", "worker-1", 1, 1), T0);

        assertThat(live.tasksWaiting()).isEqualTo(1);
    }
}
