package dev.pgconvoy.fleet.forecast;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import dev.pgconvoy.migration.estimate.PreflightRun;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How long the migrations of a fleet are expected to take, as the last checks of each
/// server said, and its latest rehearsal has measured.
public final class CheckEstimates {

    private CheckEstimates() {}

    /// @param known the migrations, checks and rehearsals that there were
    /// @return by the name of the server, for those that were checked or rehearsed
    public static Map<String, LikelyDuration> of(Fleet fleet, Map<MigrationId, MigrationStatus> known) {
        var requests = new FleetRequests(fleet);
        var servers = new HashMap<MigrationId, String>();
        fleet.spec()
                .servers()
                .forEach(server -> servers.put(requests.migration(server, 1).id(), server.name()));
        var latest = new HashMap<String, Instant>();
        var estimates = new HashMap<String, LikelyDuration>();
        known.values().forEach(status -> {
            var server = FleetRequests.rehearsedServer(fleet.name(), status.request())
                    .or(() -> Optional.ofNullable(servers.get(firstAttempt(status.id()))));
            var estimate = status.preflight().flatMap(PreflightRun::estimate).map(Estimate::duration);
            if (server.isPresent() && estimate.isPresent()) {
                var newer =
                        latest.merge(server.get(), status.requestedAt(), (one, two) -> one.isAfter(two) ? one : two);
                if (newer.equals(status.requestedAt())) {
                    estimates.put(server.get(), estimate.get());
                }
            }
        });
        MeasuredRehearsal.latest(fleet.name(), known.values())
                .forEach((server, rehearsal) ->
                        estimates.put(server, rehearsal.calibrated(Optional.ofNullable(estimates.get(server)))));
        estimates.keySet().retainAll(servers.values());
        return estimates;
    }

    /// Later attempts and checks have its id and `.attempt-2` or `.check-2`.
    private static MigrationId firstAttempt(MigrationId id) {
        return new MigrationId(id.targetServer(), id.name().replaceFirst("\\.(?:attempt|check)-[0-9]+$", ""));
    }
}
