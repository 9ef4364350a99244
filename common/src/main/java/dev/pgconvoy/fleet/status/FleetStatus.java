package dev.pgconvoy.fleet.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A fleet as it is shown.
///
/// @param revision counts the changes of this fleet, from a number that no earlier fleet of its
/// name has had
/// @param appliedAt when its plan was changed the last time
/// @param settingsHash of what decides when the migrations of the applied plan begin; another
/// one in a file is a change
/// @param servers also those that are gone from the file and not yet removed
/// @param limits the total, and those in use, the fullest first; then targets without a limit in the
/// plan; at most 50
/// @param paused parts of it of which nothing begins; left out of JSON when there are none
public record FleetStatus(
        String fleet,
        long revision,
        FleetPhase phase,
        Instant appliedAt,
        Instant changedAt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> settingsHash,
        List<WaveStatus> waves,
        List<ServerStatus> servers,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<LimitUse>> limits,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PausedParts> paused) {

    public FleetStatus {
        waves = List.copyOf(waves);
        servers = List.copyOf(servers);
        limits = limits.map(List::copyOf);
    }

    /// One of whose limits nothing is known, and of which no part is paused.
    public FleetStatus(
            String fleet,
            long revision,
            FleetPhase phase,
            Instant appliedAt,
            Instant changedAt,
            Optional<String> settingsHash,
            List<WaveStatus> waves,
            List<ServerStatus> servers) {
        this(
                fleet,
                revision,
                phase,
                appliedAt,
                changedAt,
                settingsHash,
                waves,
                servers,
                Optional.empty(),
                Optional.empty());
    }
}
