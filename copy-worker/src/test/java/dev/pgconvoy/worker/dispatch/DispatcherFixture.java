package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.plan.TaskNode;
import dev.pgconvoy.worker.snapshot.ReadableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A dispatcher of small plans, and copiers that answer as a test says.
abstract class DispatcherFixture {

    static final int EPOCH = 3;
    static final String HASH = "the-hash";
    static final String SNAPSHOT = "00000003-0000001B-1";
    static final CopyOptions FAIL_FAST = new CopyOptions(0, true, InvalidData.FAIL, false);

    CopyOptions options = CopyOptions.DEFAULTS;
    int jobs = 4;
    boolean isSnapshotAlive = true;
    DispatchPorts.Checkpoint checkpoint = () -> {};
    final FakePause pause = new FakePause();
    final FakeCopiers copiers = new FakeCopiers();
    final ProgressCounter counter = new ProgressCounter(Fixtures.DATABASE);
    final List<String> heardDone = new ArrayList<>();

    TaskDispatcher dispatcher(TaskNode... nodes) {
        return dispatcher(List.of(nodes));
    }

    TaskDispatcher dispatcher(List<TaskNode> nodes) {
        counter.planned(nodes, 100);
        var request = Fixtures.aRequest().copy(options).jobs(jobs).build();
        return new TaskDispatcher(
                TaskHeader.ofNewRun(request, HASH, EPOCH, Fixtures.DATABASE),
                nodes,
                new DispatchPorts(
                        () -> checkpoint.pass(),
                        pause,
                        copiers,
                        copiers,
                        copiers,
                        new JobSlots(jobs),
                        copiers::nanoTime),
                counter,
                (node, _) -> heardDone.add(node.id()));
    }

    List<TaskNode> complete(TaskDispatcher dispatcher) throws InterruptedException {
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

    static TaskNode copy(String table, String... after) {
        return new TaskNode("copy " + table, TaskKind.COPY, work(table), Set.of(after), 1);
    }

    static TaskNode build(String index, String... after) {
        return new TaskNode(
                "build " + index,
                TaskKind.BUILD,
                new Work.RunStatements(List.of(new Statement(UnitKind.INDEX, "index " + index, index, "CREATE INDEX"))),
                Set.of(after),
                1);
    }

    static TaskNode analyze(String table) {
        return new TaskNode(
                "analyze " + table,
                TaskKind.ANALYZE,
                new Work.RunStatements(List.of(Statement.analyze(new TableName("public", table)))),
                Set.of(),
                1);
    }

    static TaskNode batch(String one, String other) {
        return new TaskNode(
                "batch " + one,
                TaskKind.COPY,
                work(one, other),
                Set.of(),
                2,
                () -> Map.of(one, copy(one), other, copy(other)));
    }

    static Work work(String... tables) {
        return new Work.CopyTables(
                Stream.of(tables)
                        .map(name -> new TableName("public", name))
                        .map(name -> new TableCopy(name, name, List.of("id"), true, true, Optional.empty(), 1))
                        .toList(),
                List.of());
    }

    static boolean isOf(CopyTask task, String table) {
        return task.work().units().stream().anyMatch(unit -> unit.contains(table));
    }

    void assertEndsWith(FailureCode code, TaskDispatcher dispatcher) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> complete(dispatcher))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }
}
