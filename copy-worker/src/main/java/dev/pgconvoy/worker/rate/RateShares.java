package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.migration.rate.RateScope;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What one worker may copy within one limit, decided by the claims of all workers in the
/// order in which they stand in their partition. For one thread at a time; times are those of
/// a monotonic clock of this process, in nanoseconds, from 0.
///
/// All workers together never copy more than the limit, however late claims come. A claim counts
/// for its worker when it has come back and fits beside the last claims before it. Of two that
/// do not fit together, the later one sees the other before itself. A claim lasts for a lease
/// that begins before it is sent; others count it longer than that, from when they hear it.
/// Who lowers its claim copies less before the others hear of it.
///
/// So nobody need know when others have heard something; late claims only cost throughput. A
/// worker that hears nothing copies nothing when its lease has ended.
final class RateShares {

    /// How long a worker copies with a claim, from before it was sent.
    static final long LEASE = TimeUnit.MILLISECONDS.toNanos(3_000);

    /// How long others leave it its share, from when they heard it. The difference is for clocks
    /// that do not go alike.
    static final long REMEMBERED = TimeUnit.MILLISECONDS.toNanos(3_500);

    private final RateScope limited;
    private final String own;
    private final Map<String, Heard> others = new HashMap<>();
    private final Deque<Sent> onTheWay = new ArrayDeque<>();
    private long completeAt;
    private long granted;
    private long grantedUntil;
    private boolean isRefused;

    private record Heard(RateClaim claim, long at) {}

    private record Sent(long number, long bytesPerSecond, long at) {}

    /// @param own a word of this process alone
    /// @param hearingSince from when on no claim is missed
    RateShares(RateScope limited, String own, long hearingSince) {
        this.limited = limited;
        this.own = own;
        this.completeAt = hearingSince + REMEMBERED;
    }

    /// Claims may have been missed before this.
    void missedSome(long now) {
        completeAt = now + REMEMBERED;
    }

    /// The next claim of this worker, and lowers what it may read to it. It has to be sent after
    /// those before it.
    ///
    /// @param number higher than those of all claims before
    /// @param limit the lowest of the copies' requests
    RateClaim claim(long number, int copies, long limit, long now) {
        var bytesPerSecond = wanted(copies, limit, now);
        onTheWay.removeIf(sent -> sent.at() + LEASE <= now);
        onTheWay.add(new Sent(number, bytesPerSecond, now));
        granted = Math.min(granted, bytesPerSecond);
        isRefused = false;
        return new RateClaim(limited, own, number, copies, limit, bytesPerSecond);
    }

    /// What [#claim] would claim: a share by copies, as far as the others leave room for it. What
    /// is granted already need not be given up for others who claim too much.
    long wanted(int copies, long limit, long now) {
        forgetOthers(now);
        var lowest = lowest(limit);
        var share = copies == 0 ? 0 : lowest * copies / allCopies(copies, now);
        var room = now < completeAt ? 0 : lowest - claimedByOthers();
        return Math.min(share, Math.max(room, usable(now)));
    }

    /// Copies of all workers that are known to share the limit.
    ///
    /// @param copies of this one
    long allCopies(int copies, long now) {
        forgetOthers(now);
        return copies
                + others.values().stream()
                        .mapToLong(heard -> heard.claim().copies())
                        .sum();
    }

    /// Takes the next claim of the partition.
    void hear(RateClaim claim, long now) {
        forgetOthers(now);
        if (claim.worker().equals(own)) {
            cameBack(claim, now);
        } else if (claim.copies() == 0 && claim.bytesPerSecond() == 0) {
            others.remove(claim.worker());
        } else {
            others.put(claim.worker(), new Heard(claim, now));
        }
    }

    private void cameBack(RateClaim claim, long now) {
        onTheWay.removeIf(sent -> sent.number() < claim.number());
        var sent = onTheWay.peek();
        if (sent == null || sent.number() != claim.number()) {
            return; // it took longer than its lease
        }
        onTheWay.remove();
        isRefused = now < completeAt
                || sent.at() + LEASE <= now
                || sent.bytesPerSecond() + claimedByOthers() > lowest(claim.maxBytesPerSecond());
        if (!isRefused) {
            granted = Math.min(sent.bytesPerSecond(), lowest(onTheWay));
            grantedUntil = sent.at() + LEASE;
        }
    }

    private static long lowest(Collection<Sent> later) {
        return later.stream().mapToLong(Sent::bytesPerSecond).min().orElse(Long.MAX_VALUE);
    }

    private long lowest(long limit) {
        return others.values().stream()
                .mapToLong(heard -> heard.claim().maxBytesPerSecond())
                .reduce(limit, Math::min);
    }

    private long claimedByOthers() {
        return others.values().stream()
                .mapToLong(heard -> heard.claim().bytesPerSecond())
                .sum();
    }

    private void forgetOthers(long now) {
        others.values().removeIf(heard -> heard.at() + REMEMBERED <= now);
    }

    /// In bytes per second.
    long usable(long now) {
        return now < grantedUntil ? granted : 0;
    }

    long usableUntil() {
        return grantedUntil;
    }

    /// Whether the last claim that came back has not been granted.
    boolean isRefused() {
        return isRefused;
    }

    /// Whether anybody else copies within this limit.
    boolean isShared(long now) {
        forgetOthers(now);
        return !others.isEmpty();
    }
}
