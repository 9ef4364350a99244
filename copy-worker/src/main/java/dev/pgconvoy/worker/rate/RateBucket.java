package dev.pgconvoy.worker.rate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Lets the copies of this process pass bytes at a rate together, first come, first served. What has
/// passed is paid for afterwards, so that a block may be of any size. What nobody takes is kept
/// for a moment only.
final class RateBucket {

    /// Tokens of so much time are kept: a copy that comes late, as the machine is busy, loses none.
    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final double NANOS = 1e9;

    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private double made;
    private double taken;
    private long bytesPerSecond;
    private long until;
    private long countedAt;

    /// @param nanos a monotonic clock
    RateBucket(LongSupplier nanos) {
        this.nanos = nanos;
        this.countedAt = nanos.getAsLong();
    }

    /// From now on the rate is this, and 0 after that time.
    void allow(long rate, long untilNanos) {
        lock.lock();
        try {
            count();
            bytesPerSecond = rate;
            until = untilNanos;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What was ordered until now need not be paid for: the rate is no more limited.
    void forgive() {
        lock.lock();
        try {
            count();
            made = Math.max(made, taken);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns when the bytes that were ordered before this turn are paid for. An interrupt ends the
    /// waiting, and is kept.
    ///
    /// @param isHeld asked again and again; when it is not, nothing is waited for
    void awaitTurn(double turn, BooleanSupplier isHeld) {
        lock.lock();
        try {
            for (var wait = waitFor(turn); wait > 0 && isHeld.getAsBoolean(); wait = waitFor(turn)) {
                var _ = changed.awaitNanos(wait);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// @return what must have been made before these bytes are paid for
    double order(long bytes) {
        lock.lock();
        try {
            count();
            taken += bytes;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// @return nanoseconds to wait before it is asked again; 0 when it is paid for
    long waitFor(double turn) {
        count();
        var missing = turn - made;
        if (missing <= 0) {
            return 0;
        }
        return bytesPerSecond == 0
                ? LONGEST_WAIT_NANOS
                : Math.clamp((long) Math.ceil(missing / bytesPerSecond * NANOS), 1, LONGEST_WAIT_NANOS);
    }

    private void count() {
        var now = nanos.getAsLong();
        var paid = Math.min(now, until) - countedAt;
        if (paid > 0) {
            made += bytesPerSecond * (paid / NANOS);
        }
        made = Math.min(made, taken + bytesPerSecond * (KEPT_NANOS / NANOS));
        countedAt = now;
    }
}
