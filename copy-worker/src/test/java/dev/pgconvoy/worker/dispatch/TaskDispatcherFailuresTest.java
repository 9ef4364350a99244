package dev.pgconvoy.worker.dispatch;

import static dev.pgconvoy.worker.dispatch.FakeCopiers.RETRY_AFTER;
import static dev.pgconvoy.worker.dispatch.FakeCopiers.SILENCE;
import static dev.pgconvoy.worker.dispatch.FakeCopiers.done;
import static dev.pgconvoy.worker.dispatch.FakeCopiers.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.plan.TaskNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is tried again, divided or given up.
class TaskDispatcherFailuresTest extends DispatcherFixture {

    @Test
    void what_may_pass_is_tried_again_after_a_while_under_another_id() throws InterruptedException {
        copiers.answer((task, _) ->
                List.of(task.taskId().endsWith("#2") ? done(task) : failed(task, FailureCode.CONNECTION_LOST)));

        complete(dispatcher(copy("a")));

        assertThat(copiers.sentIds()).containsExactly("copy a#0", "copy a#1", "copy a#2");
        assertThat(copiers.sentAt.get(1)).isBetween(RETRY_AFTER, RETRY_AFTER.plusSeconds(1));
    }

    @Test
    void it_is_not_tried_for_ever() {
        copiers.answer((task, _) -> List.of(failed(task, FailureCode.CONTENTION)));

        assertEndsWith(FailureCode.CONTENTION, dispatcher(copy("a")));
        assertThat(copiers.sent).hasSize(1 + FakeCopiers.MOST_RETRIES);
        assertThat(counter.progress(0).tablesErrored()).isOne();
    }

    @Test
    void what_cannot_pass_is_not_tried_again_and_what_does_not_wait_for_it_still_runs() {
        copiers.answer((task, _) -> List.of(isOf(task, "bad") ? failed(task, FailureCode.DATA_REFUSED) : done(task)));
        var dispatcher = dispatcher(copy("bad"), copy("after", "copy bad"), copy("other"), copy("later", "copy other"));

        assertEndsWith(FailureCode.DATA_REFUSED, dispatcher);
        assertThat(copiers.sentIds()).containsExactlyInAnyOrder("copy bad#0", "copy other#0", "copy later#0");
        assertThat(dispatcher.done()).extracting(TaskNode::id).containsExactly("copy other", "copy later");
    }

    @Test
    void a_batch_that_fails_is_divided_and_only_the_table_to_blame_fails() {
        copiers.answer((task, _) -> List.of(isOf(task, "bad") ? failed(task, FailureCode.DATA_REFUSED) : done(task)));
        var dispatcher = dispatcher(batch("bad", "good"), copy("later", "batch bad"), copy("other"));

        assertEndsWith(FailureCode.DATA_REFUSED, dispatcher);
        assertThat(dispatcher.done()).extracting(TaskNode::id).containsExactlyInAnyOrder("copy good", "copy other");
        assertThat(copiers.sentIds()).doesNotContain("copy later#0");
        assertThat(counter.progress(0).tablesErrored()).isOne();
    }

    /// Its rows name an index that is not built before.
    @Test
    void a_copy_that_does_not_find_a_name_is_tried_again_when_all_else_is_done() throws InterruptedException {
        copiers.answer((task, _) ->
                List.of(task.taskId().equals("copy names#0") ? failed(task, FailureCode.SCHEMA_REFUSED) : done(task)));

        complete(dispatcher(
                copy("names"), copy("after", "copy names"), copy("other"), copy("build of other", "copy other")));

        assertThat(copiers.sentIds())
                .containsSubsequence("copy names#0", "copy build of other#0", "copy names#1", "copy after#0");
        assertThat(counter.progress(0).tablesErrored()).isZero();
    }

    @Test
    void so_are_several_of_them_each_once_and_one_takes_no_other_along() {
        copiers.answer((task, _) -> List.of(
                isOf(task, "never") || task.taskId().equals("copy late#0")
                        ? failed(task, FailureCode.SCHEMA_REFUSED)
                        : done(task)));
        var dispatcher = dispatcher(batch("never", "late"), copy("other"));

        assertEndsWith(FailureCode.SCHEMA_REFUSED, dispatcher);
        assertThat(dispatcher.done()).extracting(TaskNode::id).containsExactly("copy other", "copy late");
        assertThat(copiers.sentIds())
                .filteredOn(id -> id.startsWith("copy never"))
                .hasSize(2);
        assertThat(counter.progress(0).tablesErrored()).isOne();
    }

    /// Its rows name an index of its own table.
    @Test
    void when_it_still_does_not_find_the_name_the_indexes_come_before_the_rows() throws InterruptedException {
        copiers.answer((task, _) -> List.of(
                task.taskId().equals("copy names#0") || task.taskId().equals("copy names#1")
                        ? failed(task, FailureCode.SCHEMA_REFUSED)
                        : done(task)));
        var dispatcher = dispatcher(
                copy("names"),
                build("by_name", "copy names"),
                build("by_both", "copy names", "build by_name"),
                copy("other"));

        var done = complete(dispatcher);

        assertThat(copiers.sentIds())
                .containsExactly(
                        "copy names#0",
                        "copy other#0",
                        "copy names#1",
                        "i00001#0",
                        "copy names#2",
                        "build by_name#0",
                        "build by_both#0");
        assertThat(copiers.sent.get(3).work().units()).containsExactly("index by_name");
        assertThat(done)
                .extracting(TaskNode::id)
                .containsExactly("copy other", "copy names", "build by_name", "build by_both");
        assertThat(counter.progress(0).tablesErrored()).isZero();
    }

    @Test
    void when_that_does_not_help_either_it_fails() {
        copiers.answer(
                (task, _) -> List.of(isOf(task, "names") ? failed(task, FailureCode.SCHEMA_REFUSED) : done(task)));

        assertEndsWith(FailureCode.SCHEMA_REFUSED, dispatcher(copy("names"), build("by_it", "copy names")));

        assertThat(copiers.sentIds()).containsExactly("copy names#0", "copy names#1", "i00001#0", "copy names#2");
        assertThat(counter.progress(0).tablesErrored()).isOne();
    }

    @Test
    void an_index_that_cannot_come_first_is_what_is_told() {
        copiers.answer((task, _) -> List.of(
                isOf(task, "names") ? failed(task, FailureCode.SCHEMA_REFUSED) : failed(task, FailureCode.INTERNAL)));

        assertEndsWith(FailureCode.INTERNAL, dispatcher(copy("names"), build("by_it", "copy names")));
    }

    @Test
    void copies_that_wait_for_an_index_which_cannot_come_first_fail_with_their_own_failures() {
        copiers.answer((task, _) -> List.of(
                isOf(task, "names")
                        ? failed(task, FailureCode.SCHEMA_REFUSED)
                        : failed(task, FailureCode.DATA_REFUSED)));
        var dispatcher = dispatcher(
                copy("names one"),
                copy("names other"),
                build("by_one", "copy names one"),
                build("by_other", "copy names other"));

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> complete(dispatcher))
                .satisfies(e -> assertThat(e.failure().message()).contains("Also failed, 3 in all"));
        assertThat(counter.progress(0).tablesErrored()).isEqualTo(2);
    }

    @Test
    void indexes_of_many_copies_come_first_in_several_tasks_one_after_the_other() throws InterruptedException {
        jobs = 8;
        copiers.answer((task, _) -> List.of(
                isOf(task, "names") && !task.taskId().endsWith("#2")
                        ? failed(task, FailureCode.SCHEMA_REFUSED)
                        : done(task)));
        var nodes = IntStream.range(0, 250)
                .boxed()
                .flatMap(i -> Stream.of(copy("names" + i), build("by" + i, "copy names" + i)))
                .toList();

        var done = complete(dispatcher(nodes));

        assertThat(done).hasSize(500);
        assertThat(copiers.sent)
                .filteredOn(task -> task.taskId().startsWith("i"))
                .extracting(task -> task.work().units().size())
                .containsExactly(200, 50);
        assertThat(copiers.sentIds()).containsSubsequence("copy names7#1", "i00001#0", "i00002#0", "copy names7#2");
        assertThat(counter.progress(0).tablesErrored()).isZero();
    }

    @Test
    void a_batch_that_may_pass_is_tried_again_whole() throws InterruptedException {
        copiers.answer(
                (task, _) -> List.of(task.taskId().endsWith("#0") ? failed(task, FailureCode.CONTENTION) : done(task)));

        complete(dispatcher(batch("one", "other")));

        assertThat(copiers.sentIds()).containsExactly("batch one#0", "batch one#1");
    }

    @Test
    void when_it_has_to_fail_fast_nothing_is_divided_nor_sent_any_more() {
        options = FAIL_FAST;
        copiers.answer((task, _) -> List.of(isOf(task, "bad") ? failed(task, FailureCode.DATA_REFUSED) : done(task)));
        var dispatcher = dispatcher(batch("bad", "good"), copy("other"), copy("later", "copy other"));

        assertEndsWith(FailureCode.DATA_REFUSED, dispatcher);
        assertThat(copiers.sentIds()).containsExactly("batch bad#0", "copy other#0");
        assertThat(dispatcher.done())
                .as("what was on its way is waited for")
                .extracting(TaskNode::id)
                .containsExactly("copy other");
    }

    @Test
    void when_it_has_to_fail_fast_what_waits_for_its_next_try_is_not_tried_again() {
        options = FAIL_FAST;
        copiers.answer((task, _) -> isOf(task, "busy") ? List.of(failed(task, FailureCode.CONTENTION)) : List.of());
        copiers.beforeWaiting(() -> copiers.sent.stream()
                .filter(task -> isOf(task, "wrong") && copiers.now().compareTo(Duration.ofSeconds(2)) > 0)
                .forEach(task -> copiers.say(failed(task, FailureCode.DATA_REFUSED))));

        assertEndsWith(FailureCode.DATA_REFUSED, dispatcher(copy("busy"), copy("wrong")));
        assertThat(copiers.sentIds()).containsExactlyInAnyOrder("copy busy#0", "copy wrong#0");
        assertThat(copiers.now()).isLessThan(RETRY_AFTER);
    }

    @Test
    void of_several_failures_the_one_that_cannot_pass_decides() {
        copiers.answer((task, _) ->
                List.of(failed(task, isOf(task, "busy") ? FailureCode.CONTENTION : FailureCode.DATA_REFUSED)));

        assertEndsWith(FailureCode.DATA_REFUSED, dispatcher(copy("busy"), copy("wrong")));
        assertThat(copiers.sent).hasSize(2 + FakeCopiers.MOST_RETRIES);
    }

    @Test
    void a_copier_that_is_fenced_ends_it_at_once() {
        copiers.answer((task, _) -> List.of(failed(task, FailureCode.FENCED)));

        assertEndsWith(FailureCode.FENCED, dispatcher(copy("a")));
        assertThat(copiers.sent).hasSize(1);
    }

    @Test
    void a_copier_that_cannot_read_the_snapshot_tries_again_while_the_snapshot_lives() throws InterruptedException {
        copiers.answer((task, _) ->
                List.of(task.taskId().endsWith("#0") ? failed(task, FailureCode.SNAPSHOT_LOST) : done(task)));

        complete(dispatcher(copy("a")));

        assertThat(copiers.sentIds()).containsExactly("copy a#0", "copy a#1");
    }

    @Test
    void a_snapshot_that_is_gone_ends_it_at_once() {
        isSnapshotAlive = false;
        copiers.answer((task, _) -> List.of(failed(task, FailureCode.SNAPSHOT_LOST)));

        assertEndsWith(FailureCode.SNAPSHOT_LOST, dispatcher(copy("a")));
        assertThat(copiers.sent).hasSize(1);
    }

    @Test
    void a_snapshot_that_lives_but_cannot_be_read_ends_it_after_some_tries_whatever_others_do() {
        copiers.answer((task, _) ->
                task.taskId().startsWith("copy a") ? List.of(failed(task, FailureCode.SNAPSHOT_LOST)) : List.of());

        assertEndsWith(FailureCode.SNAPSHOT_LOST, dispatcher(copy("a"), copy("b")));
        assertThat(copiers.sent).hasSizeGreaterThan(2);
    }

    @Test
    void a_dead_snapshot_does_not_matter_to_other_failures() throws InterruptedException {
        isSnapshotAlive = false;
        copiers.answer(
                (task, _) -> List.of(task.taskId().endsWith("#0") ? failed(task, FailureCode.CONTENTION) : done(task)));

        complete(dispatcher(copy("a")));

        assertThat(copiers.sent).hasSize(2);
    }

    @Test
    void when_it_has_to_fail_fast_those_that_run_are_waited_for_and_nothing_else_is_sent() {
        options = FAIL_FAST;
        copiers.answer((task, _) -> isOf(task, "bad") ? List.of(failed(task, FailureCode.DATA_REFUSED)) : List.of());
        copiers.beforeWaiting(() ->
                copiers.sent.stream().filter(task -> isOf(task, "slow")).forEach(task -> copiers.say(done(task))));
        var dispatcher = dispatcher(copy("bad"), copy("slow"), copy("next", "copy slow"));

        assertEndsWith(FailureCode.DATA_REFUSED, dispatcher);
        assertThat(dispatcher.done()).extracting(TaskNode::id).containsExactly("copy slow");
        assertThat(copiers.sentIds()).containsExactly("copy bad#0", "copy slow#0");
    }

    @Test
    void a_snapshot_is_lost_at_once_only_for_those_that_cannot_read_it() throws InterruptedException {
        isSnapshotAlive = false;
        copiers.answer((task, _) ->
                List.of(task.taskId().endsWith("#0") ? failed(task, FailureCode.CONNECTION_LOST) : done(task)));

        complete(dispatcher(batch("one", "other")));

        assertThat(copiers.sentIds()).containsExactly("batch one#0", "batch one#1");
    }

    @Test
    void when_it_has_to_fail_fast_a_stream_that_becomes_free_stays_free() {
        options = FAIL_FAST;
        jobs = 2;
        copiers.answer((task, _) -> isOf(task, "bad") ? List.of(failed(task, FailureCode.DATA_REFUSED)) : List.of());
        copiers.beforeWaiting(() -> copiers.sent.stream()
                .filter(task -> isOf(task, "good") && copiers.now().compareTo(Duration.ofSeconds(2)) > 0)
                .forEach(task -> copiers.say(done(task))));

        assertEndsWith(FailureCode.DATA_REFUSED, dispatcher(copy("bad"), copy("good"), copy("waiting")));
        assertThat(copiers.sentIds()).containsExactly("copy bad#0", "copy good#0");
    }

    @Test
    void a_fence_does_not_wait_for_those_that_run() {
        copiers.answer((task, _) -> isOf(task, "a") ? List.of(failed(task, FailureCode.FENCED)) : List.of());

        assertEndsWith(FailureCode.FENCED, dispatcher(copy("a"), copy("b")));
        assertThat(copiers.now()).isLessThan(SILENCE);
    }
}
