package dev.pgconvoy.monitor.live;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskProgress.Slowed;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.text.Excerpt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The tables and tasks of one running migration. Its memory is bounded: finished tables go first, the small and old
/// ones before others, and are counted.
final class LiveMigration {

    private static final int MOST_EARLY = 256;
    private static final int MOST_TASKS = 10_000;
    private static final int LONGEST_ERROR = 400;
    /// A tenth goes at once, so that it is not done for each new table.
    private static final int SHARE_THAT_GOES = 10;

    private final MigrationId id;
    private final int mostPieces;
    private final Instant since;
    private final Map<TableKey, LiveTable> tables = new LinkedHashMap<>();
    private final Map<String, RunningTask> tasks = new LinkedHashMap<>(16, 0.75f, false) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunningTask> eldest) {
            return size() > MOST_TASKS;
        }
    };
    /// Results whose tasks have not been read yet: topics have no common order.
    private final Map<String, Early> early = new LinkedHashMap<>(16, 0.75f, false) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Early> eldest) {
            return size() > MOST_EARLY;
        }
    };
    private int pieces;
    private long leftOut;
    private long changes;
    private int epoch;

    private record Early(TaskResult result, Instant at) {}

    /// @param since when it was heard of first
    LiveMigration(MigrationId id, int mostPieces, Instant since) {
        this.id = id;
        this.since = since;
        this.mostPieces = mostPieces;
    }

    /// @param isHistory whether it was sent before this monitor began to look
    synchronized void sent(CopyTask task, boolean isHistory, Instant at) {
        if (task.epoch() < epoch) {
            return;
        }
        epoch = task.epoch();
        var key = key(task.taskId(), task.run());
        var running = new RunningTask(task, at);
        tasks.put(key, running);
        for (var piece : running.pieces) {
            var table = table(running, piece);
            pieces += table.sent(piece, isHistory, at);
            changed(table);
        }
        var result = early.remove(key);
        if (result != null) {
            ended(result.result, result.at);
        }
        keepWithinBounds(mostPieces);
    }

    private static String key(String taskId, String run) {
        return taskId + ' ' + run;
    }

    private LiveTable table(RunningTask task, Piece piece) {
        return tables.computeIfAbsent(new TableKey(task.database, piece.table()), LiveTable::new);
    }

    private void changed(LiveTable table) {
        table.changed(++changes);
    }

    /// @return whether the task is known here
    synchronized boolean heard(TaskProgress progress, Instant at) {
        var task = tasks.get(key(progress.taskId(), progress.run()));
        if (task == null || task.epoch < epoch) {
            return task != null;
        }
        task.heard(progress, at);
        for (var piece : task.pieces) {
            if (!isAfterwards(task, piece)) {
                known(task, piece).ifPresent(table -> {
                    table.running(piece, task);
                    changed(table);
                });
            }
        }
        return true;
    }

    /// The indexes of a batch of small tables are made after its rows; nobody says when.
    private static boolean isAfterwards(RunningTask task, Piece piece) {
        return task.label().kind() == TaskKind.COPY && piece.kind() != UnitKind.COPY;
    }

    private Optional<LiveTable> known(RunningTask task, Piece piece) {
        return Optional.ofNullable(tables.get(new TableKey(task.database, piece.table())));
    }

    /// What an older conductor's task has done stays done: the target lets nothing else in. What it failed at does not
    /// count.
    synchronized void ended(TaskResult result, Instant at) {
        var key = key(result.taskId(), result.run());
        var task = tasks.remove(key);
        if (task == null) {
            if (result.epoch() >= epoch) {
                early.put(key, new Early(result, at));
            }
            return;
        }
        if (task.epoch < epoch && !(result.outcome() instanceof TaskResult.Done)) {
            return;
        }
        switch (result.outcome()) {
            case TaskResult.Done(var units) -> done(task, units, at);
            case TaskResult.Failed(var failure) ->
                each(task, (table, piece) -> table.failed(piece, Excerpt.of(failure.message(), LONGEST_ERROR), at));
            case TaskResult.GivenBack _ -> each(task, (table, piece) -> table.givenBack(piece, at));
        }
    }

    private void done(RunningTask task, List<UnitResult> units, Instant at) {
        var byUnit =
                units.stream().collect(Collectors.toMap(UnitResult::unit, Function.identity(), (first, _) -> first));
        each(task, (table, piece) -> {
            var result = byUnit.get(piece.unit());
            if (result != null) {
                table.done(piece, result, at);
            }
        });
    }

    private void each(RunningTask task, BiConsumer<LiveTable, Piece> change) {
        for (var piece : task.pieces) {
            known(task, piece).ifPresent(table -> {
                change.accept(table, piece);
                changed(table);
            });
        }
    }

    /// Lets tables go until no more than so many pieces are kept.
    synchronized void keepWithinBounds(int most) {
        if (pieces <= most) {
            return;
        }
        var wanted = most - most / SHARE_THAT_GOES;
        var inOrder = tables.values().stream()
                .sorted(Comparator.comparing(LiveMigration::worth)
                        .thenComparing(LiveTable::largest)
                        .thenComparing(LiveTable::lastChange))
                .toList();
        for (var table : inOrder) {
            if (pieces <= wanted) {
                return;
            }
            tables.remove(table.key);
            pieces -= table.size();
            leftOut++;
        }
    }

    private static int worth(LiveTable table) {
        return switch (table.stage()) {
            case DONE, COPIED -> 0;
            case WAITING, UNKNOWN -> 1;
            case COPYING, INDEXING, CHECKING, VERIFYING -> 2;
            case FAILED -> 3;
        };
    }

    Instant since() {
        return since;
    }

    synchronized int pieces() {
        return pieces;
    }

    /// How many tables were known and are not kept any more.
    synchronized long leftOut() {
        return leftOut;
    }

    synchronized long changes() {
        return changes;
    }

    /// @param finished databases that are finished
    synchronized List<TableRow> rows(Set<String> finished) {
        return tables.values().stream().map(table -> row(table, finished)).toList();
    }

    /// Those that changed after that, the earliest change first.
    synchronized List<TableRow> rowsSince(long change, Set<String> finished) {
        return tables.values().stream()
                .filter(table -> table.change() > change)
                .sorted(Comparator.comparingLong(LiveTable::change))
                .map(table -> row(table, finished))
                .toList();
    }

    private static TableRow row(LiveTable table, Set<String> finished) {
        var row = table.row();
        return finished.contains(table.key.database()) ? row.finished() : row;
    }

    synchronized List<TaskRow> tasksInHand() {
        var inHand = new ArrayList<TaskRow>();
        for (var task : tasks.values()) {
            if (task.isTaken() && task.epoch == epoch) {
                inHand.add(new TaskRow(
                        id,
                        task.database,
                        task.label().kind(),
                        task.label().title(),
                        task.worker(),
                        task.takenAt(),
                        task.heardAt(),
                        task.bytes(),
                        task.rows(),
                        task.bytesPerSecond(),
                        task.slowed()));
            }
        }
        return inHand;
    }

    /// Of the tasks in hand, the one whose source is read most slowly; empty when
    /// none is slowed.
    synchronized Optional<Slowed> slowed() {
        return tasks.values().stream()
                .filter(task -> task.isTaken() && task.epoch == epoch)
                .flatMap(task -> task.slowed().stream())
                .min(Comparator.comparingLong(Slowed::bytesPerSecond));
    }

    /// Sent and without a result.
    synchronized int tasksOpen() {
        return (int) tasks.values().stream().filter(task -> task.epoch == epoch).count();
    }

    synchronized int tasksWaiting() {
        return (int) tasks.values().stream()
                .filter(task -> !task.isTaken() && task.epoch == epoch)
                .count();
    }
}
