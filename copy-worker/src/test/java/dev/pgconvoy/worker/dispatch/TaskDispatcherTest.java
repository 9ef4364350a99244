package dev.pgconvoy.worker.dispatch;

import static dev.pgconvoy.worker.dispatch.FakeCopiers.RETRY_AFTER;
import static dev.pgconvoy.worker.dispatch.FakeCopiers.SILENCE;
import static dev.pgconvoy.worker.dispatch.FakeCopiers.done;
import static dev.pgconvoy.worker.dispatch.FakeCopiers.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.plan.TaskNode;
import dev.pgconvoy.worker.plan.TaskNode.Kind;
import dev.pgconvoy.worker.snapshot.ReadableSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskDispatcherTest {

    private static final int EPOCH = 3;
    private static final String HASH = "the-hash";
    private static final String SNAPSHOT = "00000003-0000001B-1";
    private static final CopyOptions FAIL_FAST = new CopyOptions(0, true, InvalidData.FAIL, false);

    private CopyOptions options = CopyOptions.DEFAULTS;
    private int jobs = 4;
    private boolean isSnapshotAlive = true;
    private DispatchPorts.Checkpoint checkpoint = () -> {};
    private final FakeCopiers copiers = new FakeCopiers();
    private final ProgressCounter counter = new ProgressCounter(Fixtures.DATABASE);
    private final List<String> heardDone = new ArrayList<>();

    private TaskDispatcher dispatcher(TaskNode... nodes) {
        return dispatcher(List.of(nodes));
    }

    private TaskDispatcher dispatcher(List<TaskNode> nodes) {
        counter.planned(nodes, 100);
        var request = Fixtures.aRequest().copy(options).jobs(jobs).build();
        return new TaskDispatcher(
                TaskHeader.ofNewRun(request, HASH, EPOCH, Fixtures.DATABASE),
                nodes,
                new DispatchPorts(() -> checkpoint.pass(), copiers, copiers, copiers, copiers::nanoTime),
                counter,
                (node, _) -> heardDone.add(node.id()));
    }

    private List<TaskNode> complete(TaskDispatcher dispatcher) throws InterruptedException {
        return dispatcher.complete(new ReadableSnapshot() {
            @Override
            public String name() {
                return SNAPSHOT;
            }

            @Override
            public boolean isAlive() {
                return isSnapshotAlive;
            }
        });
    }

    private static TaskNode copy(String table, String... after) {
        return new TaskNode("copy " + table, Kind.COPY, work(table), Set.of(after), 1);
    }

    private static TaskNode build(String index, String... after) {
        return new TaskNode(
                "build " + index,
                Kind.BUILD,
                new Work.RunStatements(List.of(new Statement("index " + index, index, "CREATE INDEX"))),
                Set.of(after),
                1);
    }

    private static TaskNode analyze(String table) {
        return new TaskNode(
                "analyze " + table,
                Kind.ANALYZE,
                new Work.RunStatements(List.of(new Statement("analyze " + table, table, "ANALYZE"))),
                Set.of(),
                1);
    }

    private static TaskNode batch(String one, String other) {
        return new TaskNode(
                "batch " + one,
                Kind.COPY,
                work(one, other),
                Set.of(),
                2,
                () -> Map.of(one, copy(one), other, copy(other)));
    }

    private static Work work(String... tables) {
        return new Work.CopyTables(
                Stream.of(tables)
                        .map(name -> new TableName("public", name))
                        .map(name -> new TableCopy(name, name, List.of("id"), true, true, Optional.empty(), 1))
                        .toList(),
                List.of());
    }

    private static boolean isOf(CopyTask task, String table) {
        return task.work().units().stream().anyMatch(unit -> unit.contains(table));
    }

    private void assertEndsWith(FailureCode code, TaskDispatcher dispatcher) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> complete(dispatcher))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }

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
    void what_may_pass_is_tried_again_after_a_while_under_another_id() throws InterruptedException {
        copiers.answer((task, _) ->
                List.of(task.taskId().endsWith("#2") ? done(task) : failed(task, FailureCode.CONNECTION_LOST)));

        complete(dispatcher(copy("a")));

        assertThat(copiers.sentIds()).containsExactly("copy a#0", "copy a#1", "copy a#2");
        assertThat(copiers.sentAt.get(1)).isBetween(RETRY_AFTER, RETRY_AFTER.plusSeconds(1));
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
    void rows_move_in_as_many_streams_as_there_are_jobs() throws InterruptedException {
        jobs = 3;

        assertThat(mostAtOnce(IntStream.range(0, 10)
                        .mapToObj(number -> copy("t" + number))
                        .toList()))
                .isEqualTo(3);
    }

    @Test
    void as_many_indexes_are_built_as_there_are_jobs_when_no_rows_move() throws InterruptedException {
        assertThat(mostAtOnce(IntStream.range(0, 10)
                        .mapToObj(number -> build("i" + number))
                        .toList()))
                .isEqualTo(4);
    }

    @Test
    void half_as_many_statistics_are_gathered_as_there_are_jobs() throws InterruptedException {
        assertThat(mostAtOnce(IntStream.range(0, 10)
                        .mapToObj(number -> analyze("t" + number))
                        .toList()))
                .isEqualTo(2);
    }

    @Test
    void beside_rows_half_as_many_indexes_are_built() throws InterruptedException {
        var nodes = new ArrayList<>(
                IntStream.range(0, 10).mapToObj(number -> build("i" + number)).toList());
        nodes.add(copy("t"));

        assertThat(mostAtOnce(nodes))
                .as("the copy and two builds, then four builds")
                .isEqualTo(4);
        assertThat(copiers.sentIds().subList(0, 3)).containsExactly("copy t#0", "build i0#0", "build i1#0");
    }

    @Test
    void with_one_job_one_index_is_built_beside_the_rows() throws InterruptedException {
        jobs = 1;

        assertThat(mostAtOnce(List.of(copy("t"), build("i0"), build("i1")))).isEqualTo(2);
    }

    /// Answers one task at a time, the oldest first.
    private int mostAtOnce(List<TaskNode> nodes) throws InterruptedException {
        var open = new ArrayList<CopyTask>();
        var most = new int[1];
        copiers.answer((task, _) -> {
            open.add(task);
            return List.of();
        });
        copiers.beforeWaiting(() -> {
            most[0] = Math.max(most[0], open.size());
            copiers.say(done(open.removeFirst()));
        });
        complete(dispatcher(nodes));
        return most[0];
    }
}
