package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Fleet;
import java.util.List;
import java.util.Optional;

/// What of a fleet is to be stored.
public record FleetChange(String fleet, Optional<Fleet> plan, Optional<FleetHead> head, List<ServerRun> servers) {

    public FleetChange {
        servers = List.copyOf(servers);
    }

    public boolean isNothing() {
        return plan.isEmpty() && head.isEmpty() && servers.isEmpty();
    }
}
