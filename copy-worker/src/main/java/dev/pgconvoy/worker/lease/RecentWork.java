package dev.pgconvoy.worker.lease;

import java.time.Duration;
import java.util.function.LongSupplier;

/// When this process last held a record. While that is long ago, only the first slot of each pool stays in its group:
/// each further member would ask the broker twice a second whether there is something to do.
public final class RecentWork {

    private static final Duration REST_AFTER = Duration.ofMinutes(5);

    private final Duration restAfter;
    private final LongSupplier nanoTime;
    private long last;

    RecentWork(Duration restAfter, LongSupplier nanoTime) {
        this.restAfter = restAfter;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /// A process that has just started counts as one that has just worked.
    public static RecentWork justNow() {
        return new RecentWork(REST_AFTER, System::nanoTime);
    }

    synchronized void seen() {
        last = nanoTime.getAsLong();
        notifyAll();
    }

    synchronized boolean isLongAgo() {
        return nanoTime.getAsLong() - last > restAfter.toNanos();
    }

    /// Returns early when there is work.
    synchronized void await(Duration patience) throws InterruptedException {
        if (isLongAgo()) {
            wait(patience.toMillis());
        }
    }
}
