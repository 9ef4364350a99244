package dev.pgconvoy.worker.dispatch;

import static dev.pgconvoy.worker.dispatch.FakeCopiers.SILENCE;
import static dev.pgconvoy.worker.dispatch.FakeCopiers.done;
import static dev.pgconvoy.worker.dispatch.FakeCopiers.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.failure.FailureCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whose word counts, and what silence means.
class TaskDispatcherIdentityTest extends DispatcherFixture {

    @Test
    void results_of_another_run_epoch_database_or_request_count_for_nothing() throws InterruptedException {
        var nothing = new TaskResult.Done(List.of());
        copiers.answer((task, times) -> times > 1
                ? List.of(done(task))
                : List.of(
                        FakeCopiers.result(task, "another-run", EPOCH, task.database(), HASH, nothing),
                        FakeCopiers.result(task, task.run(), EPOCH - 1, task.database(), HASH, nothing),
                        FakeCopiers.result(task, task.run(), EPOCH + 1, task.database(), HASH, nothing),
                        FakeCopiers.result(task, task.run(), EPOCH, "books", HASH, nothing),
                        FakeCopiers.result(task, task.run(), EPOCH, task.database(), "another-hash", nothing)));

        complete(dispatcher(copy("a")));

        assertThat(copiers.sentIds())
                .as("was sent again, because nobody spoke of it")
                .containsExactly("copy a#0", "copy a#0");
    }

    @Test
    void a_result_of_a_task_that_was_never_sent_counts_for_nothing() throws InterruptedException {
        copiers.answer((task, _) -> List.of(
                new ConductorInbox.Result(new TaskResult(
                        "copy b#0",
                        task.run(),
                        task.id(),
                        HASH,
                        EPOCH,
                        task.database(),
                        "worker-2",
                        new TaskResult.Done(List.of()))),
                done(task)));

        complete(dispatcher(copy("a"), copy("b", "copy a")));

        assertThat(heardDone).containsExactly("copy a", "copy b");
    }

    @Test
    void two_dispatchers_have_different_runs() throws InterruptedException {
        complete(dispatcher(copy("a")));
        complete(dispatcher(copy("a")));

        assertThat(copiers.sent).extracting(CopyTask::run).doesNotHaveDuplicates();
    }

    @Test
    void a_result_that_comes_twice_counts_once() throws InterruptedException {
        copiers.answer((task, _) -> List.of(done(task), done(task), failed(task, FailureCode.DATA_REFUSED)));

        assertThat(complete(dispatcher(copy("a"), copy("b", "copy a")))).hasSize(2);
        assertThat(heardDone).hasSize(2);
    }

    @Test
    void a_task_nobody_speaks_of_is_sent_again_as_it_was() throws InterruptedException {
        copiers.answer((task, times) -> times < 3 ? List.of() : List.of(done(task)));

        complete(dispatcher(copy("a")));

        assertThat(copiers.sent).hasSize(3).allMatch(copiers.sent.getFirst()::equals);
        assertThat(copiers.sentAt.get(1)).isBetween(SILENCE, SILENCE.plusSeconds(1));
        assertThat(copiers.sentAt.get(2).minus(copiers.sentAt.get(1))).isBetween(SILENCE, SILENCE.plusSeconds(1));
    }

    @Test
    void progress_is_a_sign_of_life() throws InterruptedException {
        copiers.answer((_, _) -> List.of());
        copiers.beforeWaiting(() -> {
            var task = copiers.sent.getFirst();
            var isOver = copiers.now().compareTo(SILENCE.multipliedBy(5)) > 0;
            copiers.say(isOver ? done(task) : FakeCopiers.progress(task, 1));
        });

        complete(dispatcher(copy("a")));

        assertThat(copiers.sent).hasSize(1);
    }

    @Test
    void progress_of_another_run_epoch_or_database_is_none() throws InterruptedException {
        copiers.answer((task, times) -> times > 1 ? List.of(done(task)) : List.of());
        copiers.beforeWaiting(() -> {
            var task = copiers.sent.getFirst();
            copiers.say(FakeCopiers.progress(task, "another-run", EPOCH, task.database(), 7));
            copiers.say(FakeCopiers.progress(task, task.run(), EPOCH - 1, task.database(), 7));
            copiers.say(FakeCopiers.progress(task, task.run(), EPOCH, "books", 7));
            assertThat(counter.progress(0).bytesCopied()).isZero();
        });

        complete(dispatcher(copy("a")));

        assertThat(copiers.sent).hasSize(2);
    }

    @Test
    void a_late_word_on_an_earlier_try_counts_for_nothing() throws InterruptedException {
        var late = new ArrayList<CopyTask>();
        copiers.answer((task, _) -> {
            if (task.taskId().endsWith("#0")) {
                late.add(task);
                return List.of(failed(task, FailureCode.CONTENTION));
            }
            return List.of(failed(late.getFirst(), FailureCode.DATA_REFUSED), done(task));
        });

        complete(dispatcher(copy("a")));

        assertThat(heardDone).containsExactly("copy a");
    }
}
