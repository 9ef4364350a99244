package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.FleetFault;
import dev.pgconvoy.fleet.FleetFaults;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.schedule.FleetFact.PlanRequested;
import dev.pgconvoy.fleet.schedule.ServerRun.Afterwards;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.ServerPhase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Applies a plan to a fleet that exists: what has not begun follows the plan, what has begun is touched only when that
/// is asked for.
final class PlanRules {

    private static final String ANEW = "its entry in the plan has changed";
    private static final String GONE = "it is gone from the plan";
    static final int MOST_FLEETS = 1_000;
    /// Of a fleet, with those that are gone from its plan: their ids stay used.
    static final int MOST_SERVERS = 2 * FleetSpec.MOST_SERVERS;
    private static final int MOST_SERVERS_OF_ALL = 50_000;

    private final FleetRun fleet;
    private final PlanDiff diff;
    private final MigrationOrders orders;
    private final Instant now;

    PlanRules(FleetRun fleet, PlanDiff diff, MigrationOrders orders, Instant now) {
        this.fleet = fleet;
        this.diff = diff;
        this.orders = orders;
        this.now = now;
    }

    /// @param fleets all that are kept, by name
    /// @param revision of the one that the plan is for
    /// @return why nothing was applied; empty when the plan is in order
    static Optional<FleetNews> refusal(PlanRequested fact, Map<String, FleetRun> fleets, long revision) {
        var refusal = Scheduler.movedOn(fact.fleet().name(), revision, fact.ifRevision())
                .or(() -> tooManyFleets(fact, fleets))
                .or(() -> tooManyServers(fact, fleets));
        var faults = refusal.isPresent() ? List.of(FleetFault.ofAll(refusal.get())) : FleetFaults.of(fact.fleet());
        return faults.isEmpty() ? Optional.empty() : Optional.of(new FleetNews.PlanRefused(faults));
    }

    private static Optional<String> tooManyFleets(PlanRequested fact, Map<String, FleetRun> fleets) {
        return fleets.containsKey(fact.fleet().name()) || fleets.size() < MOST_FLEETS
                ? Optional.empty()
                : Optional.of(
                        "there are %d fleets, and no more are kept; delete one that is over with: pgconvoy fleet delete NAME"
                                .formatted(fleets.size()));
    }

    /// A plan that does not add to what is kept is never one too many.
    private static Optional<String> tooManyServers(PlanRequested fact, Map<String, FleetRun> fleets) {
        var name = fact.fleet().name();
        var fleet = Optional.ofNullable(fleets.get(name));
        var before = fleet.map(FleetRun::size).orElse(0);
        var after = fleet.map(known -> known.sizeWith(fact.fleet(), fact.prune()))
                .orElseGet(() -> fact.fleet().spec().servers().size());
        if (after <= before) {
            return Optional.empty();
        }
        if (after > MOST_SERVERS) {
            return Optional.of(
                    "the fleet \"%s\" would keep %d servers with those that are gone from its plan, and it keeps at most %d; apply the plan without new servers and with --prune first, or delete the fleet when it is over with: pgconvoy fleet delete %s"
                            .formatted(name, after, MOST_SERVERS, name));
        }
        var all = fleets.values().stream().mapToInt(FleetRun::size).sum() - before + after;
        return all <= MOST_SERVERS_OF_ALL
                ? Optional.empty()
                : Optional.of(
                        "all fleets together would keep %d servers, and they keep at most %d; delete one that is over with: pgconvoy fleet delete NAME"
                                .formatted(all, MOST_SERVERS_OF_ALL));
    }

    /// @param isNew whether nothing was applied before
    void apply(PlanRequested fact, boolean isNew) {
        var applied = fleet.layout().fleet();
        var changes = diff.changes(
                isNew ? Optional.empty() : Optional.of(FleetStatuses.remaining(fleet)),
                fact.fleet(),
                fact.replace(),
                fact.prune());
        if (isNew || !applied.equals(fact.fleet())) {
            fleet.replan(fact.fleet(), changes.changeNothing() ? fleet.head().appliedAt() : now);
        }
        if (changes.changeNothing()) {
            fleet.answer(new FleetNews.PlanUnchanged(changes), fact.cause());
            return;
        }
        fleet.answer(new FleetNews.PlanAccepted(changes), fact.cause());
        changes.added().forEach(this::add);
        changes.changed().forEach(this::change);
        Stream.concat(changes.added().stream(), changes.changed().stream()).forEach(this::count);
        changes.removed().forEach(this::remove);
    }

    private String hashOf(String server) {
        return diff.contentHash(fleet.layout().fleet(), fleet.layout().known(server));
    }

    private void add(String server) {
        fleet.server(server)
                .ifPresentOrElse(_ -> change(server), () -> fleet.put(ServerRun.waiting(server, hashOf(server))));
    }

    /// A wave that somebody has cancelled counts again when there is new work for it.
    private void count(String server) {
        fleet.layout()
                .waveOf(server)
                .map(fleet.layout().waves()::get)
                .map(fleet::wave)
                .filter(WaveRun::waived)
                .ifPresent(wave -> fleet.put(wave.waived(false)));
    }

    private void change(String server) {
        var run = fleet.known(server);
        switch (run.phase()) {
            case RUNNING -> orders.cancel(fleet, run, Afterwards.ANEW, ANEW);
            case CANCELLING -> fleet.put(run.cancelling(Afterwards.ANEW, ANEW));
            case WAITING, SUCCEEDED, FAILED, CANCELLED, SKIPPED, REMOVED -> fleet.put(run.afresh(hashOf(server)));
        }
    }

    private void remove(String server) {
        var run = fleet.known(server);
        switch (run.phase()) {
            case RUNNING -> orders.cancel(fleet, run, Afterwards.REMOVED, GONE);
            case CANCELLING -> fleet.put(run.cancelling(Afterwards.REMOVED, GONE));
            case WAITING, SUCCEEDED, FAILED, CANCELLED, SKIPPED, REMOVED -> {
                var removed = run.ended(ServerPhase.REMOVED, Optional.of(GONE), now);
                if (run.hasBegun()) {
                    fleet.put(removed);
                } else {
                    fleet.forget(removed);
                }
            }
        }
    }
}
