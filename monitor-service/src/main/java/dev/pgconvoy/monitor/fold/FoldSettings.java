package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.monitor.fold.intake.HomePartition;
import java.time.Duration;

/// What the topology must know.
///
/// @param stalledAfter how long a migration may be silent
/// @param patience how long a fact waits for the request of its migration
/// @param keepEnded how long the state of a migration that has ended is kept
record FoldSettings(HomePartition home, Duration stalledAfter, Duration patience, Duration keepEnded) {

    private static final Duration LONGEST_TICK = Duration.ofSeconds(5);

    /// How often to look for silence and for facts that wait in vain.
    Duration tick() {
        var shorter = stalledAfter.compareTo(patience) < 0 ? stalledAfter : patience;
        var tick = shorter.dividedBy(10);
        return tick.compareTo(LONGEST_TICK) < 0 ? tick : LONGEST_TICK;
    }
}
