package dev.pgconvoy.worker.rate;

import dev.pgconvoy.migration.rate.GentleOptions;
import java.util.Optional;
import java.util.stream.Stream;

/// What a source has to do beside us, as seen a moment ago.
///
/// @param activeSessions of others
/// @param lagBytes by which the slowest standby is behind; empty when there is none, or it is
/// not shown to this user
/// @param lagSeconds the same in seconds; servers before 10 do not know it
record SourceLoad(int activeSessions, Optional<Long> lagBytes, Optional<Double> lagSeconds) {

    /// @return what is more than allowed, as a sentence without its full stop; empty when nothing is
    Optional<String> excess(GentleOptions allowed) {
        return Stream.of(
                        allowed.maxActiveSessions()
                                .filter(most -> activeSessions > most)
                                .map(most -> "%d sessions of others are active, and %d may be"
                                        .formatted(activeSessions, most)),
                        allowed.maxReplicationLagBytes()
                                .filter(most ->
                                        lagBytes.filter(bytes -> bytes > most).isPresent())
                                .map(most -> "a standby is %d bytes behind, and may be %d"
                                        .formatted(lagBytes.orElse(0L), most)),
                        allowed.maxReplicationLagSeconds()
                                .filter(most -> lagSeconds
                                        .filter(seconds -> seconds > most)
                                        .isPresent())
                                .map(most -> "a standby is %.0f s behind, and may be %d s"
                                        .formatted(lagSeconds.orElse(0.0), most)))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
