package dev.pgconvoy.monitor.live;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskProgress.IndexBuild;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A task that was sent and has no result yet.
final class RunningTask {

    final int epoch;
    final String database;
    final List<Piece> pieces;
    final Instant sentAt;
    private final String title;
    private final WorkKind kind;
    private Optional<Instant> takenAt = Optional.empty();
    private Instant heardAt;
    private String worker = "";
    private long bytes;
    private long rows;
    private long bytesPerSecond;
    private Optional<IndexBuild> indexBuild = Optional.empty();

    RunningTask(CopyTask task, Instant sentAt) {
        this.epoch = task.epoch();
        this.database = task.database();
        this.pieces = Piece.of(task.work());
        this.sentAt = sentAt;
        this.heardAt = sentAt;
        this.kind = kind(task.work());
        this.title = title(task.work());
    }

    private static WorkKind kind(Work work) {
        return switch (work) {
            case Work.CopyTables _ -> WorkKind.COPY;
            case Work.CopyLargeObjects _ -> WorkKind.LARGE_OBJECTS;
            case Work.VerifyTables _ -> WorkKind.VERIFY;
            case Work.RunStatements(var statements) ->
                statements.isEmpty() ? WorkKind.CONSTRAINT : WorkKind.of(statements.getFirst());
        };
    }

    private static String title(Work work) {
        return switch (work) {
            case Work.CopyTables(var tables, var _)
            when tables.size() > 1 ->
                "%s and %d more tables".formatted(tables.getFirst().table(), tables.size() - 1);
            case Work.VerifyTables(var checks, var _)
            when checks.size() > 1 ->
                "%s and %d more tables".formatted(checks.getFirst().table(), checks.size() - 1);
            case Work.CopyTables(var tables, var _)
            when !tables.isEmpty() ->
                tables.getFirst().table()
                        + tables.getFirst()
                                .part()
                                .map(part -> " %d/%d".formatted(part.number(), part.of()))
                                .orElse("");
            case Work.VerifyTables(var checks, var _)
            when !checks.isEmpty() -> checks.getFirst().table().toString();
            case Work.RunStatements(var statements)
            when !statements.isEmpty() -> statements.getFirst().object();
            case Work.CopyLargeObjects(var oids) -> "%d large objects".formatted(oids.size());
            case Work.CopyTables _, Work.VerifyTables _, Work.RunStatements _ -> "nothing";
        };
    }

    /// Another worker than before has got it anew.
    void heard(TaskProgress progress, Instant at) {
        if (takenAt.isEmpty() || !worker.equals(progress.worker())) {
            takenAt = Optional.of(at);
            worker = progress.worker();
            bytes = 0;
        }
        var millis = at.toEpochMilli() - heardAt.toEpochMilli();
        bytesPerSecond = millis <= 0 ? bytesPerSecond : Math.max(0, progress.bytes() - bytes) * 1_000 / millis;
        bytes = progress.bytes();
        rows = progress.rows();
        indexBuild = progress.indexBuild();
        heardAt = at;
    }

    boolean isTaken() {
        return takenAt.isPresent();
    }

    /// Bytes and rows of a task that copies one piece are that piece's; those of a batch belong to nobody alone.
    boolean measuresOnePiece() {
        return kind == WorkKind.COPY
                && pieces.stream()
                                .filter(piece -> piece.kind() == WorkKind.COPY)
                                .count()
                        == 1;
    }

    /// Of a task that makes several things, nobody says which one it is at.
    Optional<IndexBuild> indexBuild() {
        return pieces.size() == 1 ? indexBuild : Optional.empty();
    }

    String worker() {
        return worker;
    }

    long bytes() {
        return bytes;
    }

    long rows() {
        return rows;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    Instant heardAt() {
        return heardAt;
    }

    Optional<Instant> takenAt() {
        return takenAt;
    }

    WorkKind kind() {
        return kind;
    }

    String title() {
        return title;
    }
}
