package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.RateClaim;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// What this process copies within one limit, and when to claim what. For one thread at a
/// time, but for its bucket and for [#holds].
///
/// Copies whose request has a limit are held by it, the others are not. A limit that somebody
/// has set while they run takes the place of those of the requests, and holds all copies.
final class ScopeRate {

    /// A claim is renewed before its lease has ended, also when one or two get lost.
    private static final long RENEWED_EVERY = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long SOONEST = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long AGAIN_AFTER_REFUSAL = TimeUnit.MILLISECONDS.toNanos(100);

    private static final double NANOS = 1e9;

    /// Between two tasks of a slot nobody takes its share.
    private static final long SHARE_KEPT = TimeUnit.MILLISECONDS.toNanos(1_000);

    private final RateShares shares;
    private final RateBucket bucket;
    private final TreeMap<Long, Integer> copiesByLimit = new TreeMap<>();
    private final LongAdder passed = new LongAdder();
    private volatile Optional<Long> set;
    private Optional<Long> regulated;
    private long passedBefore;
    private long measuredAt;
    private int copies;
    private int limitedCopies;
    private int copiesTold;
    private long fewerSince;
    private long limit = 1;
    private Optional<RateClaim> last = Optional.empty();
    private long lastAt;

    /// @param set by somebody while copies run
    /// @param regulated what the source bears at most just now
    ScopeRate(RateShares shares, Optional<Long> set, Optional<Long> regulated, LongSupplier nanos) {
        this.shares = shares;
        this.set = set;
        this.regulated = regulated;
        this.bucket = new RateBucket(nanos);
        this.measuredAt = nanos.getAsLong();
    }

    RateBucket bucket() {
        return bucket;
    }

    /// @param copysLimit of its request
    void enter(Optional<Long> copysLimit) {
        copies++;
        copysLimit.ifPresent(own -> {
            copiesByLimit.merge(own, 1, Integer::sum);
            limitedCopies++;
        });
        refresh();
    }

    void leave(Optional<Long> copysLimit, long now) {
        var before = held();
        copies--;
        copysLimit.ifPresent(own -> {
            copiesByLimit.computeIfPresent(own, (_, count) -> count == 1 ? null : count - 1);
            limitedCopies--;
        });
        tellFewerLater(before, now);
        refresh();
    }

    /// @param bytesPerSecond empty when the requests' limits count again
    void set(Optional<Long> bytesPerSecond, long now) {
        var before = held();
        set = bytesPerSecond;
        tellFewerLater(before, now);
        refresh();
        if (held() == 0) {
            bucket.forgive();
        }
    }

    /// @param bytesPerSecond no more than this, whatever else is allowed; empty when the source
    /// bears all of it
    void regulate(Optional<Long> bytesPerSecond) {
        regulated = bytesPerSecond;
        refresh();
    }

    /// Bytes that a copy has passed; any thread may say so.
    void passed(long bytes) {
        passed.add(bytes);
    }

    /// Measures from now on anew.
    ///
    /// @return bytes per second since the last measurement, of all workers: copies
    ///     elsewhere count as fast as those here
    long measureAnew(long now) {
        var all = passed.sum();
        var own = (all - passedBefore) * NANOS / Math.max(1, now - measuredAt);
        passedBefore = all;
        measuredAt = now;
        return (long) (own * shares.allCopies(copies, now) / Math.max(1, copies));
    }

    /// Whether a copy pays for what it reads; any thread may ask.
    boolean holds(Optional<Long> copysLimit) {
        return copysLimit.isPresent() || set.isPresent();
    }

    private int held() {
        return set.isPresent() ? copies : limitedCopies;
    }

    private void tellFewerLater(int before, long now) {
        if (before == copiesTold && held() < before) {
            fewerSince = now;
        }
    }

    /// When nobody is held any more, the last limit is that of the share that is given back.
    private void refresh() {
        copiesTold = Math.max(copiesTold, held());
        if (held() > 0) {
            var allowed = set.orElseGet(copiesByLimit::firstKey);
            limit = Math.min(allowed, regulated.orElse(allowed));
        }
    }

    void hear(RateClaim claim, long now) {
        shares.hear(claim, now);
        allow(now);
    }

    void missedSome(long now) {
        shares.missedSome(now);
    }

    /// Whether a copy is held, or a share is still to be given back.
    boolean isActive() {
        return copiesTold > 0 || last.isPresent();
    }

    /// Whether it can be forgotten: nobody here copies, and nobody elsewhere claims.
    boolean isUnused(long now) {
        return copies == 0 && !isActive() && !shares.isShared(now);
    }

    /// What is to be sent now, if anything is.
    Optional<RateClaim> due(LongSupplier numbers, long now) {
        if (held() < copiesTold && now - fewerSince >= SHARE_KEPT) {
            copiesTold = held();
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

    /// The share is given back at once. Nothing may be copied from then on.
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
