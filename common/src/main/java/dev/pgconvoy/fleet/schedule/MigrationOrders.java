package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.FleetServer;
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

    /// Requests the migration of a server. An id that stands for a migration already is
    /// never requested: that would not be answered, or somebody else's migration would
    /// count as this one. Then the server fails, and a retry takes the next id that is
    /// free.
    void begin(FleetRun fleet, ServerRun run, Instant now) {
        var layout = fleet.layout();
        var server = layout.known(run.server());
        var request = layout.requests().migration(server, run.attempt() + 1);
        var before = used.get(request.id());
        if (before != null) {
            fleet.put(run.numbered(lastUsed(layout, server, run.attempt() + 1))
                    .failedOnce(now, Optional.of(reason(fleet, run, before))));
            return;
        }
        owners.put(request.id(), new Owner(fleet.name(), run.server(), false));
        fleet.put(run.begun(
                diff.contentHash(layout.fleet(), server),
                request.id(),
                hash.apply(request),
                layout.usesOf(run.server()),
                now));
        decisions.add(new RequestMigration(request));
    }

    private int lastUsed(FleetLayout layout, FleetServer server, int attempt) {
        var last = attempt;
        while (used.containsKey(layout.requests().migration(server, last + 1).id())) {
            last++;
        }
        return last;
    }

    private static String reason(FleetRun fleet, ServerRun run, UsedId before) {
        var retry = "pgconvoy fleet retry %s --fleet %s".formatted(run.server(), fleet.name());
        return before.end()
                .map(end -> "the id %s was used before, for a migration that is %s; to migrate under the next id: %s"
                        .formatted(before.id(), end.text(), retry))
                .orElseGet(() -> "the id %s is used by a migration that has not ended; when it has: %s"
                        .formatted(before.id(), retry));
    }

    /// Requests the checks of a server, under the next id that is free.
    void check(FleetRun fleet, ServerRun run, boolean quiesced) {
        var layout = fleet.layout();
        var server = layout.known(run.server());
        var number = run.check().attempt() + 1;
        var request = layout.requests().check(server, number, quiesced);
        while (used.containsKey(request.id())) {
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
