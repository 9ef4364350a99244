package dev.pgconvoy.worker.rate;

import dev.pgconvoy.migration.rate.RateBounds;
import java.util.Optional;

/// How fast a source is read that has more to do than it may: half as fast each time it is seen
/// so, and a tenth faster each time it is not. It is never stopped: a copy that holds a snapshot
/// open for longer is no help to its source.
final class LoadRegulator {

    static final long FLOOR = RateBounds.LEAST_BYTES_PER_SECOND;

    private static final int LOWERED = 2;
    private static final int RAISED = 10;
    /// A limit that is so many times what is read holds nobody up.
    private static final int FAR_ABOVE = 4;

    private Optional<Long> limit = Optional.empty();

    /// @param isBusy whether the source has more to do than it may
    /// @param measured bytes per second that were read since the last look, by all workers
    /// @return the limit from now on; empty while there is none
    Optional<Long> next(boolean isBusy, long measured) {
        limit = isBusy ? Optional.of(lowered(measured)) : limit.flatMap(known -> raised(known, measured));
        return limit;
    }

    /// From what is read where that is less than the limit: else the first steps would change nothing.
    private long lowered(long measured) {
        var known = limit.orElse(measured);
        var from = measured > 0 ? Math.min(known, LOWERED * measured) : known;
        return Math.max(FLOOR, (limit.isPresent() ? from : measured) / LOWERED);
    }

    private static Optional<Long> raised(long known, long measured) {
        var next = known + Math.max(1, known / RAISED);
        var holdsNobodyUp = next >= RateBounds.MOST_BYTES_PER_SECOND || measured > 0 && next / FAR_ABOVE > measured;
        return holdsNobodyUp ? Optional.empty() : Optional.of(next);
    }
}
