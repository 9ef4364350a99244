package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.schedule.FleetDecision.CancelMigration;
import dev.pgconvoy.fleet.schedule.FleetDecision.RequestMigration;
import dev.pgconvoy.fleet.schedule.ServerRun.Afterwards;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

    void check(FleetRun fleet, ServerRun run, boolean quiesced) {
        var server = fleet.layout().known(run.server());
        var request = fleet.layout().requests().check(server, run.check().attempt() + 1, quiesced);
        owners.put(request.id(), new Owner(fleet.name(), run.server(), true));
        fleet.put(run.checked(run.check().requested(request.id(), hash.apply(request))));
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
