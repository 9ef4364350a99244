package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.schedule.FleetDecision.CancelMigration;
import dev.pgconvoy.fleet.schedule.FleetDecision.RequestMigration;
import dev.pgconvoy.fleet.schedule.Scheduler.UsedId;
import dev.pgconvoy.fleet.schedule.ServerRun.Afterwards;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Begins and cancels migrations, and knows whose they are.
final class MigrationOrders {

    /// Whose a migration is.
    ///
    /// @param checks whether it is the checks of the server alone
    record Owner(String fleet, String server, boolean checks) {}

    private final Function<MigrationRequest, String> hash;
    private final PlanDiff diff;
    private final Map<MigrationId, Owner> owners = new HashMap<>();
    private final Map<MigrationId, UsedId> used = new HashMap<>();
    private final Map<MigrationId, Optional<UsedId>> changedIds = new LinkedHashMap<>();
    private final List<FleetDecision> decisions = new ArrayList<>();

    MigrationOrders(Function<MigrationRequest, String> hash) {
        this.hash = hash;
        this.diff = new PlanDiff(hash);
    }

    void remember(FleetRun fleet, ServerRun run) {
        if (run.isActive()) {
            run.migration().ifPresent(id -> owners.put(id, new Owner(fleet.name(), run.server(), false)));
        }
        run.check().running().ifPresent(id -> owners.put(id, new Owner(fleet.name(), run.server(), true)));
    }

    Optional<Owner> ownerOf(MigrationId id) {
        return Optional.ofNullable(owners.get(id));
    }

    void forget(MigrationId id) {
        owners.remove(id);
    }

    void forgetFleet(String fleet) {
        owners.values().removeIf(owner -> owner.fleet().equals(fleet));
    }

    /// Takes back what was stored of an id.
    void restore(UsedId id) {
        used.put(id.id(), id);
    }

    /// A migration with the id was requested.
    void use(MigrationId id) {
        if (!owners.containsKey(id) && !used.containsKey(id)) {
            change(new UsedId(id, Optional.empty()));
        }
    }

    /// A migration with the id has ended.
    void use(MigrationId id, MigrationState end) {
        if (used.get(id) == null || used.get(id).end().isEmpty()) {
            change(new UsedId(id, Optional.of(end)));
        }
    }

    /// Its own migration has the id, and nobody else can have it any more.
    void answered(MigrationId id) {
        if (!isAnswered(id)) {
            change(new UsedId(id, Optional.empty()));
        }
    }

    /// Whether an id that has an owner is known to be used: nothing is requested under an id
    /// that was used before.
    boolean isAnswered(MigrationId id) {
        return used.containsKey(id);
    }

    private void change(UsedId id) {
        used.put(id.id(), id);
        changedIds.put(id.id(), Optional.of(id));
    }

    /// Nobody remembers the migration with the id.
    void free(MigrationId id) {
        if (used.remove(id) != null) {
            changedIds.put(id, Optional.empty());
        }
    }

    /// What is to be stored of ids since this was asked the last time, empty for one that
    /// is free again.
    Map<MigrationId, Optional<UsedId>> takeChangedIds() {
        var taken = Collections.unmodifiableMap(new LinkedHashMap<>(changedIds));
        changedIds.clear();
        return taken;
    }

    /// Whether the next id of a server stands for a migration already. It is never requested:
    /// that would not be answered, or somebody else's migration would count as this one.
    boolean isNextIdTaken(FleetRun fleet, ServerRun run) {
        return isTaken(fleet.layout().migrationId(run.server(), run.attempt() + 1));
    }

    private boolean isTaken(MigrationId id) {
        return used.containsKey(id) || owners.containsKey(id);
    }

    /// A server whose next id is taken fails, and a retry takes the next id that is free.
    void failOfTakenId(FleetRun fleet, ServerRun run, Instant now) {
        var layout = fleet.layout();
        var next = run.attempt() + 1;
        fleet.put(run.numbered(lastTaken(layout, run.server(), next))
                .failedOnce(now, Optional.of(reason(fleet, run, layout.migrationId(run.server(), next)))));
    }

    /// Requests the migration of a server whose next id is free.
    void begin(FleetRun fleet, ServerRun run, Instant now) {
        var layout = fleet.layout();
        var server = layout.known(run.server());
        var request = layout.requests().migration(server, run.attempt() + 1);
        owners.put(request.id(), new Owner(fleet.name(), run.server(), false));
        fleet.put(run.begun(
                diff.contentHash(layout.fleet(), server),
                request.id(),
                hash.apply(request),
                layout.usesOf(run.server()),
                now));
        decisions.add(new RequestMigration(request));
    }

    private int lastTaken(FleetLayout layout, String server, int attempt) {
        var last = attempt;
        while (isTaken(layout.migrationId(server, last + 1))) {
            last++;
        }
        return last;
    }

    private String reason(FleetRun fleet, ServerRun run, MigrationId id) {
        var retry = "pgconvoy fleet retry %s --fleet %s".formatted(run.server(), fleet.name());
        return Optional.ofNullable(used.get(id))
                .flatMap(UsedId::end)
                .map(end -> "the id %s was used before, for a migration that is %s; to migrate under the next id: %s"
                        .formatted(id, end.text(), retry))
                .orElseGet(() ->
                        "the id %s is used by a migration that has not ended; when it has: %s".formatted(id, retry));
    }

    /// Requests the checks of a server, under the next id that is free.
    void check(FleetRun fleet, ServerRun run, boolean quiesced) {
        var layout = fleet.layout();
        var server = layout.known(run.server());
        var number = run.check().attempt() + 1;
        var request = layout.requests().check(server, number, quiesced);
        while (isTaken(request.id())) {
            number++;
            request = layout.requests().check(server, number, quiesced);
        }
        owners.put(request.id(), new Owner(fleet.name(), run.server(), true));
        fleet.put(run.checked(
                run.check().requested(number, request.id(), hash.apply(request), layout.usesOf(run.server()))));
        decisions.add(new RequestMigration(request));
    }

    void cancel(FleetRun fleet, ServerRun run, Afterwards then, String reason) {
        fleet.put(run.cancelling(then, reason));
        run.migration().ifPresent(id -> decisions.add(new CancelMigration(id, reason)));
    }

    List<FleetDecision> take() {
        var taken = List.copyOf(decisions);
        decisions.clear();
        return taken;
    }
}
