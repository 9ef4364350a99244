package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSettings;
import dev.pgconvoy.fleet.status.FleetStatus;
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

    /// Of what the server's migration does: the same whoever applies it, in whichever attempt, and
    /// within whichever limits.
    public String contentHash(Fleet fleet, FleetServer server) {
        return hash.apply(new FleetRequests(fleet).unlimited(server));
    }

    /// A fleet as it stands.
    ///
    /// @param settingsHash of the plan that is applied; empty when that is not known, and then the
    /// settings change
    public record Standing(Optional<String> settingsHash, Collection<ServerStatus> servers) {

        public static Standing of(FleetStatus status) {
            return new Standing(status.settingsHash(), status.servers());
        }
    }

    /// @param standing empty for a fleet that is new
    public PlanChanges changes(Optional<Standing> standing, Fleet wanted, boolean replace, boolean prune) {
        var before = new HashMap<String, ServerStatus>();
        standing.stream()
                .flatMap(fleet -> fleet.servers().stream())
                .filter(server -> server.phase() != ServerPhase.REMOVED)
                .forEach(server -> before.put(server.server(), server));
        var added = new ArrayList<String>();
        var changed = new ArrayList<String>();
        var needReplace = new ArrayList<String>();
        var names = new HashSet<String>();
        var settings = standing.filter(fleet -> !isHash(fleet.settingsHash(), FleetSettings.hash(wanted.spec())))
                .isPresent();
        for (var server : wanted.spec().servers()) {
            names.add(server.name());
            var known = Optional.ofNullable(before.get(server.name()));
            if (known.isEmpty()) {
                added.add(server.name());
                continue;
            }
            settings = settings || !isHash(known.get().settingsHash(), FleetSettings.hash(wanted.spec(), server));
            if (!known.get().contentHash().equals(contentHash(wanted, server))) {
                (replace || known.get().phase() == ServerPhase.WAITING ? changed : needReplace).add(server.name());
            }
        }
        var gone = before.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .toList();
        return new PlanChanges(
                added, changed, prune ? gone : List.of(), needReplace, prune ? List.of() : gone, settings);
    }

    private static boolean isHash(Optional<String> known, String hash) {
        return known.filter(hash::equals).isPresent();
    }
}
