package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence.Owner;
import dev.pgconvoy.worker.report.DatabaseOutcome;
import dev.pgconvoy.worker.target.MigratedDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// A database on the target of [RecordedServers].
final class FakeDatabase implements MigratedDatabase {

    private final RecordedServers servers;
    private final String name;
    boolean exists = true;
    boolean keepsUsOut;
    boolean claimed;
    Optional<Long> oid = Optional.of(7L);
    Optional<Owner> owner = Optional.empty();
    Optional<String> snapshotState = Optional.empty();

    /// What the ledger says; an unfinished copy has one, a complete one has an outcome, too.
    boolean unfinished = true;

    Optional<DatabaseOutcome> outcome = Optional.empty();
    boolean crashed;
    boolean crashesAgain;
    List<Finding> refusedLastSteps = List.of();
    Optional<Permission> permission = Optional.empty();

    FakeDatabase(RecordedServers servers, String name) {
        this.servers = servers;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean exists() {
        return exists;
    }

    @Override
    public Optional<Long> oid() {
        return oid;
    }

    @Override
    public boolean claim(CopyOrigin origin, Permission allowed) throws SQLException {
        servers.step("claim " + name);
        permission = Optional.of(allowed);
        return claimed;
    }

    @Override
    public void drop() throws SQLException {
        servers.step("drop " + name);
    }

    @Override
    public Optional<String> snapshotState() {
        return snapshotState;
    }

    @Override
    public Optional<Owner> owner() throws SQLException {
        servers.step("owner " + name);
        return owner;
    }

    @Override
    public Standing standing() {
        if (!exists || !unfinished) {
            return Standing.NOT_OURS;
        }
        return outcome.isPresent() && !crashed ? Standing.COMPLETE : Standing.INCOMPLETE;
    }

    @Override
    public boolean keepsUsOut() {
        return keepsUsOut;
    }

    @Override
    public Optional<DatabaseOutcome> completeOutcome() throws SQLException {
        servers.step("outcome " + name);
        crashed &= crashesAgain;
        return outcome;
    }

    @Override
    public void raiseFence() throws SQLException {
        servers.step("raise " + name);
    }

    @Override
    public void closeFence() throws SQLException {
        servers.step("close " + name);
    }

    @Override
    public Finish finish(Announcement announcement) throws SQLException {
        var found = standing();
        if (found != Standing.COMPLETE) {
            return Finish.undone(found);
        }
        announcement.make();
        servers.step("finish " + name);
        unfinished = false;
        return new Finish(found, refusedLastSteps);
    }
}
