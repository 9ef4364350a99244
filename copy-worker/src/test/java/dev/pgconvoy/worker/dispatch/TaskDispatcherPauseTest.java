package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.worker.plan.TaskNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A paused migration: what is sent, what is given back, and how it goes on.
class TaskDispatcherPauseTest extends DispatcherFixture {

    /// Copiers give back what they are sent while the migration is paused.
    private void pausedWhenFirstSent() {
        copiers.answer((task, _) -> {
            if (copiers.sent.size() == 1) {
                pause.on = true;
            }
            return List.of(pause.on ? FakeCopiers.givenBack(task) : FakeCopiers.done(task));
        });
    }

    @Test
    void nothing_is_sent_while_it_is_paused_from_the_start() throws InterruptedException {
        pause.on = true;
        pause.whileWaiting(() -> {
            assertThat(copiers.sent).isEmpty();
            pause.on = false;
        });

        complete(dispatcher(copy("a"), copy("b")));

        assertThat(pause.waits).isOne();
        assertThat(copiers.sentIds()).containsExactlyInAnyOrder("copy a#0", "copy b#0");
    }

    @Test
    void what_was_given_back_is_sent_again_under_another_name_and_done_once() throws InterruptedException {
        jobs = 1;
        pausedWhenFirstSent();
        pause.whileWaiting(() -> {
            assertThat(copiers.sent).hasSize(1);
            assertThat(counter.progress(0).tablesLoading()).isZero();
            pause.on = false;
        });

        var done = complete(dispatcher(copy("a"), copy("b", "copy a")));

        assertThat(copiers.sentIds()).containsExactly("copy a#0", "copy a#1", "copy b#0");
        assertThat(done).extracting(TaskNode::id).containsExactly("copy a", "copy b");
        assertThat(counter.progress(0).tablesErrored()).isZero();
    }

    @Test
    void a_copier_that_has_not_heard_of_the_end_of_the_pause_is_not_asked_at_once_again() throws InterruptedException {
        copiers.answer(
                (task, _) -> List.of(copiers.sent.size() <= 20 ? FakeCopiers.givenBack(task) : FakeCopiers.done(task)));

        complete(dispatcher(copy("a")));

        assertThat(copiers.sent).hasSize(21);
        assertThat(copiers.sentAt.getLast()).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void what_is_given_back_does_not_count_as_a_failure() throws InterruptedException {
        copiers.answer((task, _) -> List.of(
                copiers.sent.size() <= 2 * FakeCopiers.MOST_RETRIES
                        ? FakeCopiers.givenBack(task)
                        : copiers.sent.size() <= 3 * FakeCopiers.MOST_RETRIES
                                ? FakeCopiers.failed(task, FailureCode.CONNECTION_LOST)
                                : FakeCopiers.done(task)));

        assertThat(complete(dispatcher(copy("a")))).hasSize(1);
    }

    @Test
    void what_cannot_be_given_back_is_done_before_the_work_rests() throws InterruptedException {
        copiers.answer((task, _) -> {
            pause.on = true;
            return List.of();
        });
        copiers.beforeWaiting(() -> {
            assertThat(pause.waits).isZero();
            copiers.beforeWaiting(() -> {});
            copiers.answer((task, _) -> List.of(FakeCopiers.done(task)));
            copiers.say(FakeCopiers.done(copiers.sent.getLast()));
        });
        pause.whileWaiting(() -> {
            assertThat(copiers.sent).extracting(CopyTask::taskId).containsExactly("build i#0");
            pause.on = false;
        });

        var done = complete(dispatcher(build("i"), copy("a", "build i")));

        assertThat(done).hasSize(2);
        assertThat(pause.waits).isOne();
    }

    @Test
    void a_task_that_nobody_speaks_of_is_repeated_so_that_it_is_given_back() throws InterruptedException {
        copiers.answer((task, times) -> {
            pause.on = true;
            return times == 1 ? List.of() : List.of(FakeCopiers.givenBack(task));
        });
        pause.whileWaiting(() -> {
            copiers.answer((task, _) -> List.of(FakeCopiers.done(task)));
            pause.on = false;
        });

        assertThat(complete(dispatcher(copy("a")))).hasSize(1);
        assertThat(copiers.sentIds()).containsExactly("copy a#0", "copy a#0", "copy a#1");
    }

    @Test
    void what_fails_for_good_while_it_is_paused_is_told_when_it_goes_on() {
        copiers.answer((task, _) -> {
            pause.on = true;
            return List.of(FakeCopiers.failed(task, FailureCode.DATA_REFUSED));
        });

        assertEndsWith(FailureCode.DATA_REFUSED, dispatcher(copy("a")));
    }

    @Test
    void a_fenced_conductor_ends_although_it_is_paused() {
        copiers.answer((task, _) -> {
            pause.on = true;
            pause.whileWaiting(() -> {});
            return List.of(FakeCopiers.failed(task, FailureCode.FENCED));
        });

        assertEndsWith(FailureCode.FENCED, dispatcher(copy("a"), copy("b")));
    }

    @Test
    void it_is_cancelled_while_it_is_paused() {
        pause.on = true;
        pause.whileWaiting(() -> checkpoint = () -> {
            throw new InterruptedException("cancelled");
        });

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> complete(dispatcher(copy("a"))));
        assertThat(copiers.sent).isEmpty();
    }
}
