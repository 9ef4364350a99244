package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionPoolTest {

    private final AtomicLong clock = new AtomicLong();
    private final SessionPool pool = new SessionPool(
            new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)), 2, clock::get);

    private static CopyTask taskIn(String database, int epoch) {
        var task = CopyWork.aTask(CopyWork.runStatements());
        return new CopyTask(
                task.taskId(),
                task.run(),
                task.id(),
                task.requestHash(),
                epoch,
                database,
                task.source(),
                task.target(),
                task.snapshot(),
                task.work());
    }

    @Test
    void the_next_task_of_a_database_gets_the_sessions_of_the_last_one() {
        // given
        var used = pool.take(taskIn("shop", 1));

        // when
        pool.giveBack(used);

        // then
        assertThat(pool.take(taskIn("shop", 1))).isSameAs(used);
    }

    @Test
    void two_tasks_at_once_have_sessions_of_their_own() {
        var first = pool.take(taskIn("shop", 1));
        var second = pool.take(taskIn("shop", 1));

        assertThat(second).isNotSameAs(first);
    }

    @Test
    void a_task_of_another_database_or_epoch_gets_others() {
        var used = pool.take(taskIn("shop", 1));
        pool.giveBack(used);

        assertThat(pool.take(taskIn("shop", 2))).isNotSameAs(used);
        assertThat(pool.take(taskIn("books", 1))).isNotSameAs(used);
    }

    @Test
    void there_are_no_more_pairs_than_slots() {
        // given
        var shop = pool.take(taskIn("shop", 1));
        var books = pool.take(taskIn("books", 1));
        pool.giveBack(shop);

        // when
        pool.take(taskIn("toys", 1));

        // then
        pool.giveBack(books);
        assertThat(pool.take(taskIn("shop", 1))).isNotSameAs(shop);
    }

    @Test
    void sessions_in_which_a_task_failed_are_not_used_again_nor_those_beside_them() {
        // given
        var failed = pool.take(taskIn("shop", 1));
        var beside = pool.take(taskIn("shop", 1));
        pool.giveBack(beside);

        // when
        pool.discard(failed);

        // then
        assertThat(pool.take(taskIn("shop", 1))).isNotSameAs(failed).isNotSameAs(beside);
    }

    @Test
    void idle_ones_are_closed_after_a_while() {
        // given
        var used = pool.take(taskIn("shop", 1));
        pool.giveBack(used);

        // when
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        pool.closeIdle(_ -> false);

        // then
        assertThat(pool.take(taskIn("shop", 1))).isSameAs(used);
        pool.giveBack(used);
        clock.addAndGet(Duration.ofSeconds(4).toNanos());
        pool.closeIdle(_ -> false);
        assertThat(pool.take(taskIn("shop", 1))).isNotSameAs(used);
    }

    @Test
    void idle_ones_of_a_paused_migration_are_closed_at_once() {
        var used = pool.take(taskIn("shop", 1));
        pool.giveBack(used);

        pool.closeIdle(taskIn("shop", 1).id()::equals);

        assertThat(pool.take(taskIn("shop", 1))).isNotSameAs(used);
    }
}
