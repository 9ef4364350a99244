package dev.pgconvoy.worker.copier;

import dev.pgconvoy.event.TaskProgress.IndexBuild;
import dev.pgconvoy.event.TaskProgress.Slowed;
import dev.pgconvoy.worker.rate.RateGate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What went through so far; written by the copy, read by the one who reports progress. It holds
/// up a copy that is limited.
final class CopyMeter {

    private final Listener listener;
    private final RateGate gate;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private volatile long toldBytes;
    private volatile long toldRows;
    private volatile Optional<IndexBuild> indexBuild = Optional.empty();
    private volatile boolean copying;
    private volatile boolean heldUp;
    private volatile long movedAtNanos;

    interface Listener {
        void moved(long moreRows, long moreBytes);
    }

    CopyMeter() {
        this((_, _) -> {});
    }

    CopyMeter(Listener listener) {
        this(listener, RateGate.UNLIMITED);
    }

    CopyMeter(Listener listener, RateGate gate) {
        this.listener = listener;
        this.gate = gate;
    }

    void add(long moreRows, long moreBytes) {
        listener.moved(moreRows, moreBytes);
        bytes.addAndGet(moreBytes);
        rows.addAndGet(moreRows);
        if (gate != RateGate.UNLIMITED) {
            heldUp = true;
            gate.pass(moreBytes);
        }
        movedAtNanos = System.nanoTime();
        heldUp = false;
    }

    /// From now until [#leavesSource], the copy has a share of what may be copied within its limits.
    void entersSource() {
        gate.enter();
    }

    void leavesSource() {
        gate.leave();
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

    Optional<Slowed> slowed() {
        return gate.slowed();
    }

    boolean isStalled(Duration limit) {
        return copying && !heldUp && System.nanoTime() - movedAtNanos > limit.toNanos();
    }

    long bytes() {
        return Math.max(toldBytes, bytes.get());
    }

    long rows() {
        return Math.max(toldRows, rows.get());
    }
}
