package dev.pgconvoy.monitor.live;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.TaskLabel;
import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskProgress.IndexBuild;
import dev.pgconvoy.event.TaskProgress.Slowed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A task that was sent and has no result yet.
final class RunningTask {

    final int epoch;
    final String database;
    final List<Piece> pieces;
    final Instant sentAt;
    private final TaskLabel label;
    private Optional<Instant> takenAt = Optional.empty();
    private Instant heardAt;
    private String worker = "";
    private long bytes;
    private long rows;
    private long bytesPerSecond;
    private Optional<IndexBuild> indexBuild = Optional.empty();
    private Optional<Slowed> slowed = Optional.empty();

    RunningTask(CopyTask task, Instant sentAt) {
        this.epoch = task.epoch();
        this.database = task.database();
        this.pieces = Piece.of(task.work());
        this.sentAt = sentAt;
        this.heardAt = sentAt;
        this.label = task.shownLabel();
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
        slowed = progress.slowed();
        heardAt = at;
    }

    boolean isTaken() {
        return takenAt.isPresent();
    }

    /// Bytes and rows of a task that copies one piece are that piece's; those of a batch belong to nobody alone.
    boolean measuresOnePiece() {
        return label.kind() == TaskKind.COPY
                && pieces.stream()
                                .filter(piece -> piece.kind() == UnitKind.COPY)
                                .count()
                        == 1;
    }

    /// Of a task that makes several things, nobody says which one it is at.
    Optional<IndexBuild> indexBuild() {
        return pieces.size() == 1 ? indexBuild : Optional.empty();
    }

    /// Why its source is read more slowly than limits allow.
    Optional<Slowed> slowed() {
        return slowed;
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

    TaskLabel label() {
        return label;
    }
}
