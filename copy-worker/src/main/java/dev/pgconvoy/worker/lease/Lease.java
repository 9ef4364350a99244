package dev.pgconvoy.worker.lease;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Whether the record is still ours, by our own monotonic clock: a renewal that the broker did not confirm in time is
/// none, whatever the broker says later. Once lost, it stays lost.
///
/// The clock goes on while the process is suspended, so a process that wakes up finds its lease lost on its first look.
public final class Lease {

    private final long lastsNanos;
    private final LongSupplier nanoTime;
    private long confirmedAtNanos;
    private boolean lost;

    Lease(Duration lasts, long takenAtNanos, LongSupplier nanoTime) {
        this.lastsNanos = lasts.toNanos();
        this.nanoTime = nanoTime;
        this.confirmedAtNanos = takenAtNanos;
    }

    /// A lease that begins now.
    ///
    /// @param lasts the time without a confirmed renewal after which it is lost
    /// @param nanoTime a monotonic clock, such as `System::nanoTime`
    public static Lease startingNow(Duration lasts, LongSupplier nanoTime) {
        return new Lease(lasts, nanoTime.getAsLong(), nanoTime);
    }

    public boolean isLost() {
        return remainingNanos() == 0;
    }

    /// For how long it is certainly ours. Zero when it is lost.
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    private synchronized long remainingNanos() {
        var remaining = lost ? 0 : lastsNanos - (nanoTime.getAsLong() - confirmedAtNanos);
        lost = remaining <= 0;
        return Math.max(0, remaining);
    }

    /// Does nothing when the lease is lost already.
    ///
    /// @param askedAtNanos the time before the renewal was sent, because the broker may count from then
    synchronized void renewed(long askedAtNanos) {
        if (remainingNanos() > 0) {
            confirmedAtNanos = askedAtNanos;
        }
    }

    synchronized void lose() {
        lost = true;
    }
}
