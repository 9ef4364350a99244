package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.RateClaim;

/// Hears what all workers claim within limits, its own claims included, in the order of each partition.
public interface ClaimListener {

    void hear(RateClaim claim, int partition, long offset);

    /// What stands there is no claim.
    void skip(int partition, long offset);
}
