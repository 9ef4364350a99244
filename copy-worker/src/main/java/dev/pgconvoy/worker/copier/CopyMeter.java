package dev.pgconvoy.worker.copier;

import dev.pgconvoy.event.TaskProgress.IndexBuild;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What went through so far; written by the copy, read by the one who reports progress.
final class CopyMeter {

    private final Listener listener;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private volatile long toldBytes;
    private volatile long toldRows;
    private volatile Optional<IndexBuild> indexBuild = Optional.empty();
    private volatile boolean copying;
    private volatile long movedAtNanos;

    interface Listener {
        void moved(long moreRows, long moreBytes);
    }

    CopyMeter() {
        this((_, _) -> {});
    }

    CopyMeter(Listener listener) {
        this.listener = listener;
    }

    void add(long moreRows, long moreBytes) {
        listener.moved(moreRows, moreBytes);
        bytes.addAndGet(moreBytes);
        rows.addAndGet(moreRows);
        movedAtNanos = System.nanoTime();
    }

    /// From now until [#stopped], bytes are expected to pass.
    void started() {
        movedAtNanos = System.nanoTime();
        copying = true;
    }

    void stopped() {
        copying = false;
    }

    /// What went through is rolled back, and goes through again. What was told does not go back.
    void restart() {
        toldBytes = bytes();
        toldRows = rows();
        bytes.set(0);
        rows.set(0);
    }

    void building(Optional<IndexBuild> seen) {
        indexBuild = seen;
    }

    Optional<IndexBuild> indexBuild() {
        return indexBuild;
    }

    boolean isStalled(Duration limit) {
        return copying && System.nanoTime() - movedAtNanos > limit.toNanos();
    }

    long bytes() {
        return Math.max(toldBytes, bytes.get());
    }

    long rows() {
        return Math.max(toldRows, rows.get());
    }
}
