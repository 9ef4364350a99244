package dev.pgconvoy.monitor.live;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.event.TaskProgress.IndexBuild;
import java.time.Instant;
import java.util.Optional;

/// What is known of one piece of work on a table.
final class PieceState {

    enum Progress {
        /// Sent before this monitor looked, and nobody has spoken of it since.
        UNHEARD,
        SENT,
        RUNNING,
        DONE,
        FAILED
    }

    final Piece piece;
    private Progress progress;
    private int tries = 1;
    private Instant since;
    private long rows;
    private long bytes;
    private boolean isMeasured;
    private String worker = "";
    private String error = "";
    private long bytesPerSecond;
    private Optional<IndexBuild> indexBuild = Optional.empty();

    PieceState(Piece piece, boolean isHistory, Instant sentAt) {
        this.piece = piece;
        this.progress = isHistory ? Progress.UNHEARD : Progress.SENT;
        this.since = sentAt;
    }

    /// It was given to the workers once more.
    void sentAgain(boolean isHistory, Instant at) {
        tries++;
        givenBack(at);
        progress = isHistory ? Progress.UNHEARD : Progress.SENT;
    }

    /// Nobody works on it until it is given to the workers once more.
    void givenBack(Instant at) {
        progress = Progress.SENT;
        since = at;
        rows = 0;
        bytes = 0;
        isMeasured = false;
        bytesPerSecond = 0;
        worker = "";
    }

    void running(RunningTask task) {
        progress = Progress.RUNNING;
        worker = task.worker();
        since = task.takenAt().orElse(since);
        indexBuild = task.indexBuild();
        isMeasured = task.measuresOnePiece();
        if (isMeasured && piece.kind() == UnitKind.COPY) {
            bytes = task.bytes();
            rows = task.rows();
            bytesPerSecond = task.bytesPerSecond();
        }
    }

    void done(long doneRows, long doneBytes, Instant at) {
        progress = Progress.DONE;
        since = at;
        rows = doneRows;
        bytes = doneBytes;
        isMeasured = true;
        bytesPerSecond = 0;
        error = "";
        worker = "";
    }

    void failed(String why, Instant at) {
        progress = Progress.FAILED;
        since = at;
        error = why;
        bytesPerSecond = 0;
        worker = "";
    }

    Progress progress() {
        return progress;
    }

    boolean is(UnitKind kind) {
        return piece.kind() == kind;
    }

    boolean isDone() {
        return progress == Progress.DONE;
    }

    int tries() {
        return tries;
    }

    Instant since() {
        return since;
    }

    String worker() {
        return worker;
    }

    String error() {
        return error;
    }

    /// While it is built.
    Optional<IndexBuild> indexBuild() {
        return progress == Progress.RUNNING ? indexBuild : Optional.empty();
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /// Nothing is in it before it is begun; a piece in a batch has no count of its own until the batch is done.
    Optional<Long> rows() {
        return counted(rows);
    }

    Optional<Long> bytes() {
        return counted(bytes);
    }

    private Optional<Long> counted(long count) {
        return switch (progress) {
            case SENT -> Optional.of(0L);
            case UNHEARD -> Optional.empty();
            case RUNNING, DONE -> isMeasured ? Optional.of(count) : Optional.empty();
            case FAILED -> Optional.of(count);
        };
    }
}
