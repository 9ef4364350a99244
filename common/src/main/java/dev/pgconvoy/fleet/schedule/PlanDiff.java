package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.status.PlanChanges;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.migration.MigrationRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What applying a plan would do to a fleet as it stands.
public final class PlanDiff {

    private final Function<MigrationRequest, String> hash;

    /// @param hash over everything that a migration does
    public PlanDiff(Function<MigrationRequest, String> hash) {
        this.hash = hash;
    }

    /// Of what the server's migration does: the same whoever applies it, and in whichever attempt.
    public String contentHash(Fleet fleet, FleetServer server) {
        return hash.apply(new FleetRequests(fleet).migration(server, 1));
    }

    /// @param applied the plan that was applied before; empty for a fleet that is new
    /// @param known the servers of the fleet as they stand
    public PlanChanges changes(
            Optional<Fleet> applied, Collection<ServerStatus> known, Fleet wanted, boolean replace, boolean prune) {
        var before = new HashMap<String, ServerStatus>();
        known.stream()
                .filter(server -> server.phase() != ServerPhase.REMOVED)
                .forEach(server -> before.put(server.server(), server));
        var added = new ArrayList<String>();
        var changed = new ArrayList<String>();
        var needReplace = new ArrayList<String>();
        var names = new HashSet<String>();
        var both = new HashSet<String>();
        for (var server : wanted.spec().servers()) {
            names.add(server.name());
            var standing = Optional.ofNullable(before.get(server.name()));
            if (standing.isEmpty()) {
                added.add(server.name());
                continue;
            }
            both.add(server.name());
            if (!standing.get().contentHash().equals(contentHash(wanted, server))) {
                (replace || standing.get().phase() == ServerPhase.WAITING ? changed : needReplace).add(server.name());
            }
        }
        var gone = before.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .toList();
        return new PlanChanges(
                added,
                changed,
                prune ? gone : List.of(),
                needReplace,
                prune ? List.of() : gone,
                applied.filter(plan -> !settings(plan, both).equals(settings(wanted, both)))
                        .isPresent());
    }

    /// Everything that decides when migrations begin, and nothing of what they do.
    private static List<Object> settings(Fleet fleet, Collection<String> names) {
        var spec = fleet.spec();
        var servers = spec.servers().stream()
                .filter(server -> names.contains(server.name()))
                .map(server -> List.of(
                        server.name(),
                        server.labels(),
                        server.priority(),
                        server.needs(),
                        server.expectedDuration().orElse(spec.defaults().expectedDuration())))
                .toList();
        return List.of(spec.waves(), spec.limits(), spec.windows(), spec.gates(), servers);
    }
}
