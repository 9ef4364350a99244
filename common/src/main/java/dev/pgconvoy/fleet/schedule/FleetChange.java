package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Fleet;
import java.util.List;
import java.util.Optional;

/// What of a fleet is to be stored.
///
/// @param forgotten the names of servers of which nothing is to be kept
/// @param isDeleted whether nothing of the fleet is to be kept: then the servers are all that
/// were kept
public record FleetChange(
        String fleet,
        Optional<Fleet> plan,
        Optional<FleetHead> head,
        List<ServerRun> servers,
        List<String> forgotten,
        boolean isDeleted) {

    public FleetChange {
        servers = List.copyOf(servers);
        forgotten = List.copyOf(forgotten);
    }

    public boolean isNothing() {
        return !isDeleted && plan.isEmpty() && head.isEmpty() && servers.isEmpty() && forgotten.isEmpty();
    }
}
