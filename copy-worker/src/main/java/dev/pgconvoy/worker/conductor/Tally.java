package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.TaskProgress;
import dev.pgconvoy.copy.TaskResult.UnitResult;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.worker.conductor.TaskNode.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts what happens to one database.
final class Tally {

    private final String database;
    private final Rate rate = new Rate();
    private final Map<String, TaskProgress> running = new HashMap<>();
    private DatabasePhase phase = DatabasePhase.QUEUED;
    private int tablesTotal;
    private int tablesLoading;
    private int tablesCompleted;
    private int tablesErrored;
    private int tablesVerified;
    private long bytesTotal;
    private long bytesDone;
    private long rowsDone;
    private int buildsTotal;
    private int buildsDone;

    Tally(String database) {
        this.database = database;
    }

    void enter(DatabasePhase next) {
        phase = next;
    }

    void restart() {
        running.clear();
        tablesLoading = 0;
        tablesCompleted = 0;
        tablesErrored = 0;
        tablesVerified = 0;
        bytesDone = 0;
        rowsDone = 0;
        buildsDone = 0;
    }

    void planned(List<TaskNode> nodes, long bytes) {
        restart();
        tablesTotal = count(nodes, Kind.COPY);
        buildsTotal = count(nodes, Kind.BUILD) + count(nodes, Kind.FOREIGN_KEY);
        bytesTotal = bytes;
    }

    private static int count(List<TaskNode> nodes, Kind kind) {
        return nodes.stream()
                .filter(node -> node.kind() == kind)
                .mapToInt(Tally::size)
                .sum();
    }

    private static int size(TaskNode node) {
        return switch (node.work()) {
            case Work.CopyTables(var tables) -> tables.size();
            case Work.RunStatements(var statements) -> statements.size();
            case Work.CopyLargeObjects(var oids) -> oids.size();
            case Work.VerifyTables(var tables, var _) -> tables.size();
        };
    }

    void dispatched(TaskNode node) {
        if (node.kind() == Kind.COPY) {
            tablesLoading += size(node);
        }
    }

    void progressed(TaskProgress progress) {
        running.put(progress.taskId(), progress);
    }

    void done(TaskNode node, String taskId, List<UnitResult> units) {
        running.remove(taskId);
        switch (node.kind()) {
            case COPY -> {
                tablesLoading -= size(node);
                tablesCompleted += size(node);
                bytesDone += units.stream().mapToLong(UnitResult::bytes).sum();
                rowsDone += units.stream().mapToLong(UnitResult::rows).sum();
            }
            case BUILD, FOREIGN_KEY -> buildsDone += size(node);
            case VERIFY -> tablesVerified += size(node);
            case LARGE_OBJECTS, ANALYZE -> {}
        }
    }

    void gaveUp(TaskNode node, String taskId, boolean errored) {
        running.remove(taskId);
        if (node.kind() == Kind.COPY) {
            tablesLoading -= size(node);
            tablesErrored += errored ? size(node) : 0;
        }
    }

    /// @param nanos a monotonic time
    DatabaseProgress progress(long nanos) {
        var bytes = bytesDone
                + running.values().stream().mapToLong(TaskProgress::bytes).sum();
        var rows = rowsDone
                + running.values().stream().mapToLong(TaskProgress::rows).sum();
        var perSecond = rate.bytesPerSecond(bytes, nanos);
        return new DatabaseProgress(
                database,
                phase,
                Math.max(0, tablesTotal - tablesLoading - tablesCompleted - tablesErrored),
                tablesLoading,
                tablesCompleted,
                tablesErrored,
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
