package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.RateClaim;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// One source host as this process reads from it, and when to claim what. For one thread at a
/// time, but for its bucket.
final class SourceRate {

    /// A claim is renewed before its lease has ended, also when one or two get lost.
    private static final long RENEWED_EVERY = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long SOONEST = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long AGAIN_AFTER_REFUSAL = TimeUnit.MILLISECONDS.toNanos(100);

    /// Between two tasks of a slot nobody takes its share.
    private static final long SHARE_KEPT = TimeUnit.MILLISECONDS.toNanos(1_000);

    private final RateShares shares;
    private final RateBucket bucket;
    private final TreeMap<Long, Integer> copiesByLimit = new TreeMap<>();
    private int copies;
    private int copiesTold;
    private long fewerSince;
    private long limit = 1;
    private Optional<RateClaim> last = Optional.empty();
    private long lastAt;

    SourceRate(RateShares shares, LongSupplier nanos) {
        this.shares = shares;
        this.bucket = new RateBucket(nanos);
    }

    RateBucket bucket() {
        return bucket;
    }

    void enter(long copysLimit) {
        copiesByLimit.merge(copysLimit, 1, Integer::sum);
        copies++;
        copiesTold = Math.max(copiesTold, copies);
        limit = copiesByLimit.firstKey();
    }

    void leave(long copysLimit, long now) {
        copiesByLimit.computeIfPresent(copysLimit, (_, count) -> count == 1 ? null : count - 1);
        if (copies == copiesTold) {
            fewerSince = now;
        }
        copies--;
        if (copies > 0) {
            limit = copiesByLimit.firstKey();
        }
    }

    void hear(RateClaim claim, long now) {
        shares.hear(claim, now);
        allow(now);
    }

    void missedSome(long now) {
        shares.missedSome(now);
    }

    /// Whether a copy runs, or a share is still to be given back.
    boolean isActive() {
        return copiesTold > 0 || last.isPresent();
    }

    boolean isShared(long now) {
        return shares.isShared(now);
    }

    /// What is to be sent now, if anything is.
    Optional<RateClaim> due(LongSupplier numbers, long now) {
        if (copies < copiesTold && now - fewerSince >= SHARE_KEPT) {
            copiesTold = copies;
            fewerSince = now;
        }
        if (!isActive() || !isDue(now)) {
            return Optional.empty();
        }
        var claim = shares.claim(numbers.getAsLong(), copiesTold, limit, now);
        last = Optional.of(claim).filter(_ -> copiesTold > 0);
        lastAt = now;
        allow(now);
        return Optional.of(claim);
    }

    /// The share is given back at once. Nothing may be read from then on.
    RateClaim release(long number, long now) {
        copiesTold = 0;
        last = Optional.empty();
        var claim = shares.claim(number, 0, limit, now);
        allow(now);
        return claim;
    }

    private boolean isDue(long now) {
        if (last.isEmpty()) {
            return true;
        }
        var age = now - lastAt;
        return age >= RENEWED_EVERY
                || age >= SOONEST && isOther(last.get(), now)
                || age >= AGAIN_AFTER_REFUSAL && shares.isRefused();
    }

    private boolean isOther(RateClaim claim, long now) {
        return claim.copies() != copiesTold
                || claim.maxBytesPerSecond() != limit
                || claim.bytesPerSecond() != shares.wanted(copiesTold, limit, now);
    }

    private void allow(long now) {
        bucket.allow(shares.usable(now), shares.usableUntil());
    }
}
