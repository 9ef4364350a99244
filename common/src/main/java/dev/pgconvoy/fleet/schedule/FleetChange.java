package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Fleet;
import java.util.List;
import java.util.Optional;

/// What of a fleet is to be stored.
///
/// @param isDeleted whether nothing of it is to be kept: then the servers are all that were
/// kept
public record FleetChange(
        String fleet, Optional<Fleet> plan, Optional<FleetHead> head, List<ServerRun> servers, boolean isDeleted) {

    public FleetChange {
        servers = List.copyOf(servers);
    }

    public boolean isNothing() {
        return !isDeleted && plan.isEmpty() && head.isEmpty() && servers.isEmpty();
    }
}
