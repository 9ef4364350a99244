package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.conductor.TaskNode.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StageTest {

    private static final int EPOCH = 3;
    private static final CopyOptions FAIL_FAST = new CopyOptions(0, true, InvalidData.FAIL, false);

    private CopyOptions options = CopyOptions.DEFAULTS;
    private boolean isSnapshotAlive = true;
    private final List<CopyTask> sent = new ArrayList<>();
    private BiFunction<CopyTask, Long, List<TaskResult>> copiers = (task, _) -> List.of(done(task));
    private Optional<ConductorFixture> conductor = Optional.empty();

    @AfterEach
    void end() {
        conductor.ifPresent(ConductorFixture::close);
        Thread.interrupted();
    }

    private ConductorFixture conductor() {
        if (conductor.isEmpty()) {
            conductor = Optional.of(
                    new ConductorFixture(Fixtures.aRequest().copy(options).build(), 1, this::hear));
        }
        return conductor.get();
    }

    private void hear(Event event) {
        if (event instanceof CopyTask task) {
            sent.add(task);
            var times = sent.stream()
                    .filter(other -> other.taskId().equals(task.taskId()))
                    .count();
            copiers.apply(task, times).forEach(result -> conductor().inbox.put(new Inbox.Result(result)));
        }
    }

    private Stage stage(TaskNode... nodes) {
        var run = new Run(conductor().delivery, conductor().term(EPOCH), conductor().tools);
        return new Stage(run, Fixtures.DATABASE, List.of(nodes), run.tallies().getFirst(), (_, _) -> {});
    }

    private List<TaskNode> complete(Stage stage) throws InterruptedException {
        return stage.complete(new ReadableSnapshot() {
            @Override
            public String name() {
                return "00000003-0000001B-1";
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

    private static TaskNode batch(String one, String other) {
        return new TaskNode(
                "copy %s and more".formatted(one),
                Kind.COPY,
                work(one, other),
                Set.of(),
                2,
                () -> java.util.Map.of(one, copy(one), other, copy(other)));
    }

    private static Work work(String... tables) {
        return new Work.CopyTables(
                Stream.of(tables)
                        .map(name -> new TableName("public", name))
                        .map(name -> new TableCopy(name, name, List.of("id"), true, true, Optional.empty(), 1))
                        .toList(),
                List.of());
    }

    private static TaskResult done(CopyTask task) {
        return result(
                task,
                new TaskResult.Done(task.work().units().stream()
                        .map(unit -> UnitResult.of(unit, 1, 1, 1))
                        .toList()));
    }

    private static TaskResult failed(CopyTask task, FailureCode code) {
        return result(task, new TaskResult.Failed(new Failure(code, task.taskId(), "It broke.", "")));
    }

    private static TaskResult result(CopyTask task, TaskResult.Outcome outcome) {
        return new TaskResult(
                task.taskId(),
                task.run(),
                task.id(),
                task.requestHash(),
                task.epoch(),
                task.database(),
                "worker-2",
                outcome);
    }

    private List<String> sentIds() {
        return sent.stream().map(CopyTask::taskId).toList();
    }

    private void assertEndsWith(FailureCode code, Stage stage) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> complete(stage))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }

    @Test
    void tasks_are_sent_when_those_are_done_that_they_wait_for() throws InterruptedException {
        var done = complete(stage(copy("b", "copy a"), copy("a")));

        assertThat(sentIds()).containsExactly("copy a#0", "copy b#0");
        assertThat(done).extracting(TaskNode::id).containsExactly("copy a", "copy b");
        assertThat(sent).allSatisfy(task -> {
            assertThat(task.epoch()).isEqualTo(EPOCH);
            assertThat(task.database()).isEqualTo(Fixtures.DATABASE);
            assertThat(task.requestHash()).isEqualTo(conductor().delivery.requestHash());
        });
    }

    @Test
    void results_of_another_run_database_epoch_or_request_count_for_nothing() throws InterruptedException {
        copiers = (task, times) -> times > 1
                ? List.of(done(task))
                : List.of(
                        strange(task, "another-run", EPOCH, task.database(), task.requestHash()),
                        strange(task, task.run(), EPOCH - 1, task.database(), task.requestHash()),
                        strange(task, task.run(), EPOCH, "books", task.requestHash()),
                        strange(task, task.run(), EPOCH, task.database(), "another-hash"));

        complete(stage(copy("a")));

        assertThat(sentIds()).as("was sent again, because nobody spoke of it").containsExactly("copy a#0", "copy a#0");
    }

    private static TaskResult strange(CopyTask task, String run, int epoch, String database, String hash) {
        return new TaskResult(
                task.taskId(), run, task.id(), hash, epoch, database, "worker-2", new TaskResult.Done(List.of()));
    }

    @Test
    void two_stages_have_different_runs() throws InterruptedException {
        complete(stage(copy("a")));
        complete(stage(copy("a")));

        assertThat(sent).extracting(CopyTask::run).doesNotHaveDuplicates();
    }

    @Test
    void a_result_that_comes_twice_counts_once() throws InterruptedException {
        copiers = (task, _) -> List.of(done(task), done(task), failed(task, FailureCode.DATA_REFUSED));

        assertThat(complete(stage(copy("a"), copy("b", "copy a")))).hasSize(2);
    }

    @Test
    void what_may_pass_is_tried_again_under_another_id() throws InterruptedException {
        copiers = (task, _) ->
                List.of(task.taskId().endsWith("#2") ? done(task) : failed(task, FailureCode.CONNECTION_LOST));

        complete(stage(copy("a")));

        assertThat(sentIds()).containsExactly("copy a#0", "copy a#1", "copy a#2");
    }

    @Test
    void it_is_not_tried_for_ever() {
        copiers = (task, _) -> List.of(failed(task, FailureCode.CONTENTION));

        assertEndsWith(FailureCode.CONTENTION, stage(copy("a")));
        assertThat(sent).hasSize(1 + ConductorFixture.RETRIES.most());
    }

    @Test
    void a_batch_that_fails_is_divided_and_only_the_table_to_blame_fails() {
        copiers = (task, _) -> List.of(
                task.work().units().stream().anyMatch(unit -> unit.contains("bad"))
                        ? failed(task, FailureCode.DATA_REFUSED)
                        : done(task));
        var stage = stage(batch("bad", "good"), copy("later", "copy bad and more"), copy("other"));

        assertEndsWith(FailureCode.DATA_REFUSED, stage);
        assertThat(stage.done()).extracting(TaskNode::id).containsExactlyInAnyOrder("copy good", "copy other");
        assertThat(sentIds()).doesNotContain("copy later#0");
    }

    @Test
    void when_it_has_to_fail_fast_nothing_is_divided_nor_sent_any_more() {
        options = FAIL_FAST;
        copiers = (task, _) ->
                List.of(task.taskId().contains("bad") ? failed(task, FailureCode.DATA_REFUSED) : done(task));
        var stage = stage(batch("bad", "good"), copy("other"), copy("later", "copy other"));

        assertEndsWith(FailureCode.DATA_REFUSED, stage);
        assertThat(sentIds()).containsExactly("copy bad and more#0", "copy other#0");
        assertThat(stage.done()).as("what was on its way is waited for").hasSize(1);
    }

    @Test
    void of_several_failures_the_one_that_cannot_pass_decides() {
        copiers = (task, _) -> List.of(
                failed(task, task.taskId().contains("busy") ? FailureCode.CONTENTION : FailureCode.DATA_REFUSED));

        assertEndsWith(FailureCode.DATA_REFUSED, stage(copy("busy"), copy("wrong", new String[0])));
    }

    @Test
    void a_copier_that_is_fenced_ends_it_at_once() {
        copiers = (task, _) -> List.of(failed(task, FailureCode.FENCED));

        assertEndsWith(FailureCode.FENCED, stage(copy("a")));
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_copier_that_cannot_read_the_snapshot_tries_again_while_the_snapshot_lives() throws InterruptedException {
        copiers = (task, _) ->
                List.of(task.taskId().endsWith("#0") ? failed(task, FailureCode.SNAPSHOT_LOST) : done(task));

        complete(stage(copy("a")));

        assertThat(sentIds()).containsExactly("copy a#0", "copy a#1");
    }

    @Test
    void a_snapshot_that_is_gone_ends_it_at_once() {
        isSnapshotAlive = false;
        copiers = (task, _) -> List.of(failed(task, FailureCode.SNAPSHOT_LOST));

        assertEndsWith(FailureCode.SNAPSHOT_LOST, stage(copy("a")));
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_cancellation_ends_it() {
        copiers = (_, _) -> {
            conductor().inbox.requestCancel();
            return List.of();
        };

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> complete(stage(copy("a"))));
        assertThatExceptionOfType(Cancelled.class).isThrownBy(() -> complete(stage(copy("a"))));
    }

    @Test
    void a_lost_lease_ends_it() {
        copiers = (_, _) -> {
            conductor().loseLease();
            return List.of();
        };

        assertEndsWith(FailureCode.FENCED, stage(copy("a")));
    }
}
