package dev.pgconvoy.monitor.azure;

import java.time.Duration;
import java.time.Instant;

/// A bucket of tokens: so many requests per second over all migrations. Each caller is told when its turn is, in the
/// order of calls.
final class RequestBudget {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Duration spacing;
    private final Duration burst;
    private Instant next = Instant.MIN;
    private Instant closedUntil = Instant.MIN;

    /// @param burst how many may go at once after a rest
    RequestBudget(int perSecond, int burst) {
        this.spacing = Duration.ofNanos(NANOS_PER_SECOND / perSecond);
        this.burst = spacing.multipliedBy(burst - 1L);
    }

    /// @return how long to wait before the request
    synchronized Duration take(Instant now) {
        var open = now.isBefore(closedUntil) ? closedUntil : now;
        var earliest = open.minus(now.isBefore(closedUntil) ? Duration.ZERO : burst);
        var turn = next.isBefore(earliest) ? earliest : next;
        next = turn.plus(spacing);
        return turn.isAfter(now) ? Duration.between(now, turn) : Duration.ZERO;
    }

    /// Nobody may ask before then.
    synchronized void close(Instant until) {
        if (until.isAfter(closedUntil)) {
            closedUntil = until;
        }
    }
}
