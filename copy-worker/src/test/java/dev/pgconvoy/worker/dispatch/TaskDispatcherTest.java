package dev.pgconvoy.worker.dispatch;

import static dev.pgconvoy.worker.dispatch.FakeCopiers.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.worker.plan.TaskNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// In which order tasks are sent, and what is counted.
class TaskDispatcherTest extends DispatcherFixture {

    @Test
    void nothing_to_do_is_done() throws InterruptedException {
        assertThat(complete(dispatcher())).isEmpty();
    }

    @Test
    void tasks_are_sent_when_those_are_done_that_they_wait_for() throws InterruptedException {
        var done = complete(dispatcher(copy("b", "copy a"), copy("a")));

        assertThat(copiers.sentIds()).containsExactly("copy a#0", "copy b#0");
        assertThat(done).extracting(TaskNode::id).containsExactly("copy a", "copy b");
        assertThat(heardDone).containsExactly("copy a", "copy b");
        assertThat(copiers.sent).allSatisfy(task -> {
            assertThat(task.epoch()).isEqualTo(EPOCH);
            assertThat(task.database()).isEqualTo(Fixtures.DATABASE);
            assertThat(task.requestHash()).isEqualTo(HASH);
            assertThat(task.snapshot()).isEqualTo(SNAPSHOT);
        });
    }

    @Test
    void bytes_of_running_copies_are_counted_and_those_of_other_tasks_are_not() throws InterruptedException {
        var counted = new ArrayList<Long>();
        copiers.answer((task, _) -> List.of(FakeCopiers.progress(task, 5)));
        copiers.beforeWaiting(() -> {
            counted.add(counter.progress(0).bytesCopied());
            copiers.sent.forEach(task -> copiers.say(done(task)));
        });

        complete(dispatcher(copy("a"), analyze("b")));

        assertThat(counted).containsExactly(5L);
    }

    @Test
    void what_the_checkpoint_throws_ends_it() {
        copiers.answer((_, _) -> {
            checkpoint = () -> {
                throw new InterruptedException("stop");
            };
            return List.of();
        });

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> complete(dispatcher(copy("a"))));
        assertThat(copiers.sent).hasSize(1);
    }

    @Test
    void tables_are_loading_from_the_moment_that_their_task_is_sent() throws InterruptedException {
        var loading = new ArrayList<Integer>();
        copiers.answer((_, _) -> List.of());
        copiers.beforeWaiting(() -> {
            loading.add(counter.progress(0).tablesLoading());
            copiers.sent.forEach(task -> copiers.say(done(task)));
        });

        complete(dispatcher(copy("a"), copy("b")));

        assertThat(loading).containsExactly(2);
    }

    @Test
    void what_is_done_is_counted() throws InterruptedException {
        complete(dispatcher(copy("a"), build("i", "copy a")));

        var progress = counter.progress(0);
        assertThat(progress.tablesCompleted()).isEqualTo(1);
        assertThat(progress.bytesCopied()).isEqualTo(1);
        assertThat(progress.indexesBuilt()).isEqualTo(1);
    }
}
