package dev.pgconvoy.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Knows when each loop of a service last went round, so that its health says when one stands still: a thread that
/// lives, at a record that it never gets done with, looks well from outside.
public final class LoopWatch {

    /// For readiness.
    public static final Duration NOT_READY_AFTER = Duration.ofMinutes(1);
    /// For liveness: longer than the brokers may be away without harm.
    public static final Duration NOT_ALIVE_AFTER = Duration.ofMinutes(10);

    /// For so long after a failure it is not known whether the loop that was begun anew comes any further.
    private static final Duration FAILURE_COUNTS = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final Map<Object, Long> movedAt = new ConcurrentHashMap<>();
    private volatile long failedAt;
    private volatile boolean hasFailed;

    /// @param nanoTime a monotonic clock
    public LoopWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public LoopWatch() {
        this(System::nanoTime);
    }

    /// It goes round, or begins.
    public void moved(Object loop) {
        movedAt.put(loop, nanoTime.getAsLong());
    }

    /// It has ended as it should.
    public void ended(Object loop) {
        movedAt.remove(loop);
    }

    /// One has failed and is begun anew.
    public void failed() {
        failedAt = nanoTime.getAsLong();
        hasFailed = true;
    }

    /// Whether each loop went round within that time, and none has just failed.
    public boolean isReady() {
        return isMoving(NOT_READY_AFTER) && !(hasFailed && nanoTime.getAsLong() - failedAt < FAILURE_COUNTS.toNanos());
    }

    public boolean isAlive() {
        return isMoving(NOT_ALIVE_AFTER);
    }

    private boolean isMoving(Duration longest) {
        var now = nanoTime.getAsLong();
        return movedAt.values().stream().allMatch(at -> now - at < longest.toNanos());
    }
}
