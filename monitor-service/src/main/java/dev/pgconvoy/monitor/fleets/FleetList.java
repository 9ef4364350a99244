package dev.pgconvoy.monitor.fleets;

import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.ServerPhase;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Fleets in a row each.
///
/// @param total of all there are
record FleetList(List<Row> fleets, int total) {

    FleetList {
        fleets = List.copyOf(fleets);
    }

    /// @param servers how many there are in each phase
    record Row(
            String fleet,
            FleetPhase phase,
            long revision,
            Instant appliedAt,
            Instant changedAt,
            Map<ServerPhase, Integer> servers) {

        static Row of(FleetStatus status) {
            var counts = new EnumMap<ServerPhase, Integer>(ServerPhase.class);
            status.servers().forEach(server -> counts.merge(server.phase(), 1, Integer::sum));
            return new Row(
                    status.fleet(), status.phase(), status.revision(), status.appliedAt(), status.changedAt(), counts);
        }
    }
}
