package dev.pgconvoy.monitor.live;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.postgres.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What workers say of one migration.
final class WorkerEvents {

    static final MigrationId ID = MigrationId.parse("orders/move-1");
    static final Instant T0 = MigrationSamples.T0;
    static final LiveConfig CONFIG = config(300_000, 50_000);

    private WorkerEvents() {}

    static LiveConfig config(int most, int mostPerMigration) {
        return new LiveConfig() {
            @Override
            public int mostPieces() {
                return most;
            }

            @Override
            public int mostPiecesPerMigration() {
                return mostPerMigration;
            }

            @Override
            public Duration lookBack() {
                return Duration.ofHours(24);
            }

            @Override
            public Duration keepEnded() {
                return Duration.ofMinutes(10);
            }
        };
    }

    static TableName table(String name) {
        return new TableName("public", name);
    }

    static Work copy(long bytes, String... tables) {
        return new Work.CopyTables(
                Arrays.stream(tables)
                        .map(name -> copyOf(name, Optional.empty(), bytes))
                        .toList(),
                List.of());
    }

    static Work part(String table, int number, int of, long bytes) {
        var rows = new Work.PageRange(Optional.of((long) number), Optional.of(number + 1L));
        return new Work.CopyTables(
                List.of(copyOf(table, Optional.of(new Work.Part(number, of, rows)), bytes)), List.of());
    }

    private static Work.TableCopy copyOf(String name, Optional<Work.Part> part, long bytes) {
        return new Work.TableCopy(table(name), table(name), List.of("id"), true, false, part, bytes);
    }

    static Work index(String table, String name) {
        return new Work.RunStatements(
                List.of(new Work.Statement(UnitKind.INDEX, "index public " + name, "public." + name, "CREATE INDEX …")
                        .about(Optional.of(table(table)))));
    }

    static Work key(String table, String name) {
        return new Work.RunStatements(List.of(new Work.Statement(
                        UnitKind.FOREIGN_KEY, "fk constraint public " + name, "public." + name, "ALTER TABLE …")
                .about(Optional.of(table(table)))));
    }

    static Work check(String... tables) {
        return new Work.VerifyTables(
                Arrays.stream(tables)
                        .map(name -> new Work.TableCheck(table(name), false, Optional.empty(), Optional.empty()))
                        .toList(),
                true);
    }

    static CopyTask task(String taskId, Work work) {
        return task(taskId, "run", 1, work);
    }

    static CopyTask task(String taskId, String run, int epoch, Work work) {
        var request = new MigrationSamples(ID.toString()).request();
        return new CopyTask(
                taskId, run, ID, "hash", epoch, "orders", request.source(), request.target(), "snapshot", work);
    }

    static TaskProgress progress(String taskId, String worker, long bytes, long rows) {
        return new TaskProgress(taskId, "run", ID, 1, "orders", worker, bytes, rows);
    }

    static TaskProgress building(String taskId, String phase, int percent) {
        return new TaskProgress(
                taskId,
                "run",
                ID,
                1,
                "orders",
                "worker-1",
                0,
                0,
                Optional.of(new TaskProgress.IndexBuild(phase, Optional.of(percent))));
    }

    static TaskProgress slowed(String taskId, long bytesPerSecond) {
        return new TaskProgress(
                taskId,
                "run",
                ID,
                1,
                "orders",
                "worker-1",
                5,
                1,
                Optional.empty(),
                Optional.of(
                        new TaskProgress.Slowed(bytesPerSecond, "61 sessions of others are active, and 50 may be")),
                Optional.empty());
    }

    static TaskResult done(CopyTask task, long rows, long bytes) {
        var units = task.work().units().stream()
                .map(unit -> new UnitResult(unit, rows, bytes, 1_000, rows, "", "", List.of()))
                .toList();
        return result(task, new TaskResult.Done(units));
    }

    static TaskResult failed(CopyTask task, String message) {
        return result(task, new TaskResult.Failed(new Failure(FailureCode.DATA_REFUSED, "public.t", message, "")));
    }

    static TaskResult result(CopyTask task, TaskResult.Outcome outcome) {
        return new TaskResult(
                task.taskId(), task.run(), ID, task.requestHash(), task.epoch(), task.database(), "worker-1", outcome);
    }

    static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj("t%05d"::formatted).toList();
    }
}
