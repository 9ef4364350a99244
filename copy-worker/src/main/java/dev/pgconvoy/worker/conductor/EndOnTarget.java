package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.ledger.Fence.Owner;
import dev.pgconvoy.worker.target.MigratedDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// An end that was said to be decided, when the register does not know the migration. The row was
/// deleted because the end is complete; or a failover to a standby that had not received everything
/// has taken it. The databases tell which: what was committed before the row was deleted is there
/// when its deletion is.
final class EndOnTarget {

    private final DeliveredMigration delivery;
    private final Function<String, MigratedDatabase> databases;

    EndOnTarget(DeliveredMigration delivery, Function<String, MigratedDatabase> databases) {
        this.delivery = delivery;
        this.databases = databases;
    }

    /// What is to be announced; empty when the target does not show this end, so that the migration
    /// goes on.
    Optional<Observation> shownOf(Observation end) throws SQLException {
        return switch (end) {
            case Observation.Finished finished -> isFinished() ? Optional.of(finished) : Optional.empty();
            case Observation.Failed(var epoch, var failure, var report, var left) ->
                isOpen()
                        ? Optional.empty()
                        : Optional.of(new Observation.Failed(epoch, failure, report, stillThere(left)));
            case Observation.Stopped(var epoch, var left) ->
                isOpen() ? Optional.empty() : Optional.of(new Observation.Stopped(epoch, stillThere(left)));
            case Observation.ValidationBegan _,
                    Observation.MigrationBegan _,
                    Observation.Progressed _,
                    Observation.CompletionBegan _,
                    Observation.Ending _,
                    Observation.Hindered _,
                    Observation.Unhindered _,
                    Observation.Paused _,
                    Observation.AzureSeen _ -> throw new IllegalStateException("no end: " + end);
        };
    }

    /// A database that was to be overwritten and is there again is not the copy.
    private boolean isFinished() throws SQLException {
        var overwritable = delivery.submission().acceptance().overwritable();
        for (var name : delivery.request().databases()) {
            var database = databases.apply(name);
            var oid = database.oid();
            if (oid.isEmpty()
                    || oid.get().equals(overwritable.get(name))
                    || database.owner().isPresent()) {
                return false;
            }
        }
        return true;
    }

    /// Whether somebody could still write to one of the databases under our fence.
    private boolean isOpen() throws SQLException {
        for (var name : delivery.request().databases()) {
            if (ours(name).filter(owner -> !owner.isClosed()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private List<String> stillThere(List<String> left) throws SQLException {
        var there = new ArrayList<String>();
        for (var name : left) {
            if (ours(name).isPresent()) {
                there.add(name);
            }
        }
        return there;
    }

    private Optional<Owner> ours(String name) throws SQLException {
        return databases
                .apply(name)
                .owner()
                .filter(owner -> owner.is(delivery.id()) && owner.requestHash().equals(delivery.requestHash()));
    }
}
