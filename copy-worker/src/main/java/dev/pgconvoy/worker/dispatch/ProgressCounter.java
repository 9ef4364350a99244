package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.WorkUnit;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.worker.plan.TaskNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Counts what happens to one database. Whoever works on another one may say the counters.
public final class ProgressCounter {

    private final String database;
    private final RecentThroughput rate = new RecentThroughput();
    private final Map<String, TaskProgress> running = new HashMap<>();
    private final Map<String, Integer> partsLeft = new HashMap<>();
    private final Map<String, Integer> partsLoading = new HashMap<>();
    private final Set<String> errored = new HashSet<>();
    private DatabasePhase phase = DatabasePhase.QUEUED;
    private int tablesTotal;
    private int tablesVerified;
    private long bytesTotal;
    private long bytesDone;
    private long rowsDone;
    private int buildsTotal;
    private int buildsDone;

    public ProgressCounter(String database) {
        this.database = database;
    }

    public synchronized void enter(DatabasePhase next) {
        phase = next;
    }

    public synchronized void planned(List<TaskNode> nodes, long bytes) {
        running.clear();
        partsLoading.clear();
        errored.clear();
        partsLeft.clear();
        nodes.forEach(node -> eachTable(node, table -> partsLeft.merge(table, 1, Integer::sum)));
        tablesTotal = partsLeft.size();
        tablesVerified = 0;
        bytesDone = 0;
        rowsDone = 0;
        buildsDone = 0;
        buildsTotal = nodes.stream().mapToInt(ProgressCounter::builds).sum();
        bytesTotal = bytes;
    }

    /// Where nothing is copied, the tables are those that are compared.
    private static void eachTable(TaskNode node, Consumer<String> consumer) {
        var isComparison = node.work() instanceof Work.VerifyTables(var _, var recorded) && !recorded;
        units(node, isComparison ? UnitKind.VERIFY : UnitKind.COPY)
                .flatMap(unit -> unit.table().stream())
                .forEach(table -> consumer.accept(table.quoted()));
    }

    private static Stream<WorkUnit> units(TaskNode node, UnitKind kind) {
        return node.work().content().stream().filter(unit -> unit.kind() == kind);
    }

    private static int builds(TaskNode node) {
        return (int) node.work().content().stream()
                .filter(unit -> unit.kind().isBuild())
                .count();
    }

    synchronized void dispatched(TaskNode node) {
        eachTable(node, table -> partsLoading.merge(table, 1, Integer::sum));
    }

    synchronized void progressed(TaskProgress progress) {
        running.put(progress.taskId(), progress);
    }

    synchronized void done(TaskNode node, String taskId, List<UnitResult> units) {
        landed(node, taskId);
        eachTable(node, table -> countDown(partsLeft, table));
        if (node.kind() == TaskKind.COPY) {
            bytesDone += units.stream().mapToLong(UnitResult::bytes).sum();
            rowsDone += units.stream().mapToLong(UnitResult::rows).sum();
        }
        buildsDone += builds(node);
        tablesVerified += (int)
                units(node, UnitKind.VERIFY).filter(unit -> unit.number() == 1).count();
    }

    synchronized void gaveUp(TaskNode node, String taskId, boolean forGood) {
        landed(node, taskId);
        if (forGood) {
            eachTable(node, errored::add);
        }
    }

    private void landed(TaskNode node, String taskId) {
        running.remove(taskId);
        eachTable(node, table -> countDown(partsLoading, table));
    }

    private static void countDown(Map<String, Integer> parts, String table) {
        parts.computeIfPresent(table, (_, left) -> left == 1 ? null : left - 1);
    }

    /// @param nanos a monotonic time
    public synchronized DatabaseProgress progress(long nanos) {
        var bytes = bytesDone
                + running.values().stream().mapToLong(TaskProgress::bytes).sum();
        var rows = rowsDone
                + running.values().stream().mapToLong(TaskProgress::rows).sum();
        var perSecond = rate.bytesPerSecond(bytes, nanos);
        var completed = tablesTotal - partsLeft.size();
        return new DatabaseProgress(
                database,
                phase,
                Math.max(0, tablesTotal - partsLoading.size() - completed - errored.size()),
                partsLoading.size(),
                completed,
                errored.size(),
                Math.max(bytesTotal, bytes),
                bytes,
                rows,
                buildsTotal,
                buildsDone,
                tablesVerified,
                perSecond,
                perSecond == 0 ? -1 : Math.max(0, bytesTotal - bytes) / perSecond);
    }
}
