package dev.pgconvoy.worker.conductor;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.ledger.Fence.Owner;
import dev.pgconvoy.worker.ledger.Origin;
import dev.pgconvoy.worker.wire.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// A database on the target, from nothing to its ledger. It is built under a name of ours and gets its own in one
/// step,
/// so that a database with its final name either has our ledger or is not ours.
final class TargetDatabase {

    private final ServerConnector connector;
    private final ServerEndpoint target;
    private final MigrationId id;
    private final Connection admin;
    private final String name;

    TargetDatabase(ServerConnector connector, ServerEndpoint target, MigrationId id, Connection admin, String name) {
        this.connector = connector;
        this.target = target;
        this.id = id;
        this.admin = admin;
        this.name = name;
    }

    /// What may be done with a database that is there already.
    ///
    /// @param overwrite whether a foreign one is dropped
    /// @param resume whether what another migration left unfinished is gone on with
    record Permission(boolean overwrite, boolean resume) {}

    /// Whether an unfinished copy is there and is ours to go on with; a foreign database is dropped when that was
    /// asked for.
    ///
    /// @throws MigrationException FENCED when a newer conductor leads, REQUEST_REFUSED when it may not be dropped
    boolean claim(int epoch, Origin origin, Permission permission) throws SQLException {
        if (!exists(name)) {
            return false;
        }
        var owner = Optional.<Owner>empty();
        if (!isInvalid()) {
            try (var session = open()) {
                owner = Fence.owner(session);
                if (owner.filter(found -> found.is(id)).isPresent()) {
                    if (owner.get().isClosed() && permission.resume()) {
                        throw stopped();
                    }
                    lead(Fence.raise(session, epoch));
                    return true;
                }
                if (permission.resume() && owner.isPresent() && isLeftBehind(owner.get(), origin)) {
                    lead(Fence.adopt(session, owner.get(), id, epoch));
                    return true;
                }
            }
        }
        if (!permission.overwrite()) {
            throw refusal(owner, origin, permission.resume());
        }
        drop();
        return false;
    }

    private void lead(boolean leads) {
        if (!leads) {
            throw new MigrationException(
                    FailureCode.FENCED, name, "Another conductor leads this migration, or it was stopped.", "");
        }
    }

    /// The fence of a name stays closed, or a worker that missed the stop could write again.
    private MigrationException stopped() {
        return new MigrationException(
                FailureCode.REQUEST_REFUSED,
                id.toString(),
                "The migration of this name was stopped.",
                "Go on with its copy under another name (--name).");
    }

    private boolean isLeftBehind(Owner owner, Origin origin) throws SQLException {
        return owner.origin().source().equals(origin.source()) && !Leadership.isTaken(admin, owner.migrationId());
    }

    private MigrationException refusal(Optional<Owner> owner, Origin origin, boolean resume) {
        var drop = "Drop it, or ask to overwrite it (--overwrite, overwriteDbsInTarget).";
        return new MigrationException(
                FailureCode.REQUEST_REFUSED,
                "database \"%s\" on %s".formatted(name, target.address()),
                "The database exists on the target."
                        + owner.map(found -> " " + whyNot(found, origin, resume))
                                .orElse(""),
                owner.isPresent() && !resume
                        ? drop + " Or go on with the copy that it holds (--resume, copy.resume)."
                        : drop);
    }

    private static String whyNot(Owner owner, Origin origin, boolean resume) {
        if (!resume) {
            return "It holds the unfinished copy of migration %s.".formatted(owner.migrationId());
        }
        return owner.origin().source().equals(origin.source())
                ? "It is the copy of migration %s, which still runs.".formatted(owner.migrationId())
                : "It holds the unfinished copy of another source: %s."
                        .formatted(owner.origin().source());
    }

    /// The state of the source that the copy in it is of; empty when there is none that could be gone on with.
    Optional<String> snapshotState() throws SQLException {
        if (!exists(name) || isInvalid()) {
            return Optional.empty();
        }
        try (var session = open()) {
            return Fence.owner(session).map(Owner::sourceSnapshot);
        }
    }

    /// Whether our ledger is still in it.
    boolean isUnfinished() throws SQLException {
        if (!exists(name) || isInvalid()) {
            return false;
        }
        try (var session = open()) {
            return Fence.owner(session).filter(owner -> owner.is(id)).isPresent();
        }
    }

    /// Makes the database like the source's, with its ledger.
    void create(Connection source, int epoch, Origin origin) throws SQLException {
        var building = building();
        drop(building);
        execute("CREATE DATABASE %s TEMPLATE template0 %s"
                .formatted(
                        quoted(building),
                        DatabaseLocale.of(source).options(admin.getMetaData().getDatabaseMajorVersion())));
        try (var session = connector.open(target, building, id, "conductor")) {
            Fence.create(session, id, epoch, origin);
        }
        execute("ALTER DATABASE %s RENAME TO %s".formatted(quoted(building), quoted(name)));
    }

    private String building() {
        return "pgconvoy_building_%08x%08x".formatted(id.toString().hashCode(), name.hashCode());
    }

    void drop() throws SQLException {
        drop(name);
    }

    private void drop(String database) throws SQLException {
        if (exists(database)) {
            execute("DROP DATABASE %s WITH (FORCE)".formatted(quoted(database)));
        }
    }

    private boolean exists(String database) throws SQLException {
        try (var statement = admin.prepareStatement("SELECT FROM pg_catalog.pg_database WHERE datname = ?")) {
            statement.setString(1, database);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /// Whether a DROP DATABASE of it was interrupted: nobody can connect to it any more, it can only be dropped.
    private boolean isInvalid() throws SQLException {
        try (var statement =
                admin.prepareStatement("SELECT FROM pg_catalog.pg_database WHERE datname = ? AND datconnlimit = -2")) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /// An auto-commit session in the database.
    Connection open() {
        return connector.open(target, name, id, "conductor");
    }

    /// The same, with its wire.
    Session openWired() {
        return Session.open(connector, target, name, id, "conductor");
    }

    /// Nobody writes to it any more, whoever still thinks so. A database without our ledger is left alone.
    ///
    /// @return whether something of ours is in it
    boolean close() throws SQLException {
        drop(building());
        if (!isUnfinished()) {
            return isInvalid();
        }
        try (var session = open()) {
            Fence.raise(session, Fence.CLOSED);
            return true;
        }
    }

    String name() {
        return name;
    }

    private void execute(String sql) throws SQLException {
        try (var statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
