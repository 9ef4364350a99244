package dev.pgconvoy.fleet.status;

import java.time.Instant;
import java.util.List;

/// A fleet as it is shown.
///
/// @param revision counts the changes of this fleet, from a number that no earlier fleet of its
/// name has had
/// @param appliedAt when its plan was changed the last time
/// @param servers also those that are gone from the file and not yet removed
public record FleetStatus(
        String fleet,
        long revision,
        FleetPhase phase,
        Instant appliedAt,
        Instant changedAt,
        List<WaveStatus> waves,
        List<ServerStatus> servers) {

    public FleetStatus {
        waves = List.copyOf(waves);
        servers = List.copyOf(servers);
    }
}
