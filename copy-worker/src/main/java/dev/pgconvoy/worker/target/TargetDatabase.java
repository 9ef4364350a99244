package dev.pgconvoy.worker.target;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.LeaderLock;
import dev.pgconvoy.postgres.OwnSchema;
import dev.pgconvoy.postgres.ReadableRelations;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.lead.SessionName;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.ledger.Fence.Owner;
import dev.pgconvoy.worker.report.DatabaseOutcome;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A database on the target, from nothing to its ledger. It is built under a name of ours and gets its own
/// in one step, so that a database with its final name either has our ledger or is not ours. What is to be
/// dropped gets a name of ours first: then it is certain which database it is, and whoever comes later
/// knows that it may be dropped.
public final class TargetDatabase implements MigratedDatabase {

    private static final String IN_USE = "55006";
    private static final int MOST_RENAMES = 3;
    private static final Duration SERVERS_PATIENCE = Duration.ofMillis(100);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    private final ServerConnector connector;
    private final ServerEndpoint target;
    private final MigrationLead leadership;
    private final String name;
    private final DropObstacles obstacles;

    public TargetDatabase(ServerConnector connector, ServerEndpoint target, MigrationLead leadership, String name) {
        this.connector = connector;
        this.target = target;
        this.leadership = leadership;
        this.name = name;
        this.obstacles = new DropObstacles(connector, target, leadership);
    }

    private LeadTerm term() {
        return leadership.term();
    }

    @Override
    public boolean claim(CopyOrigin origin, Permission permission) throws SQLException {
        var oid = oid(name);
        if (oid.isEmpty()) {
            return false;
        }
        var owner = Optional.<Owner>empty();
        if (!isInvalid()) {
            requireOpen();
            try (var session = open()) {
                if (!permission.overwritable().equals(oid)) {
                    OwnSchema.LEDGER.requireOurs(session);
                }
                owner = Fence.owner(session);
                if (owner.filter(this::isOurs).isPresent()) {
                    if (owner.get().isClosed()) {
                        throw stopped();
                    }
                    requireLead(Fence.raise(session, term()));
                    return true;
                }
                if (permission.resume() && owner.isPresent() && isLeftBehind(owner.get(), origin)) {
                    requireLead(Fence.adopt(session, owner.get(), term()));
                    return true;
                }
            }
        }
        if (!permission.overwritable().equals(oid) || owner.isPresent() && isLed(owner.get())) {
            throw refusal(owner, permission);
        }
        retire(oid.get());
        return false;
    }

    /// Nobody could look whose it is.
    private void requireOpen() throws SQLException {
        if (isThere("SELECT FROM pg_catalog.pg_database WHERE datname = ? AND NOT datallowconn")) {
            throw new MigrationException(
                    FailureCode.REQUEST_REFUSED,
                    "database \"%s\" on %s".formatted(name, target.address()),
                    "The database exists on the target and accepts no connections.",
                    "ALTER DATABASE %s ALLOW_CONNECTIONS true, or drop it.".formatted(quoted(name)));
        }
    }

    /// @param query for our database's name
    private boolean isThere(String query) throws SQLException {
        return leadership.ask(session -> {
            try (var statement = session.prepareStatement(query)) {
                statement.setString(1, name);
                try (var rows = statement.executeQuery()) {
                    return rows.next();
                }
            }
        });
    }

    private boolean isOurs(Owner owner) {
        return owner.is(term().id()) && owner.requestHash().equals(term().requestHash());
    }

    private void requireLead(boolean leads) {
        if (!leads) {
            throw new MigrationException(
                    FailureCode.FENCED, name, "Another conductor leads this migration, or it was stopped.", "");
        }
    }

    /// The fence of a name stays closed, or a worker that missed the stop could write again.
    private MigrationException stopped() {
        return new MigrationException(
                FailureCode.REQUEST_REFUSED,
                term().id().toString(),
                "The migration of this name was stopped.",
                "Go on with its copy under another name (--name … --resume).");
    }

    private boolean isLeftBehind(Owner owner, CopyOrigin origin) throws SQLException {
        return owner.origin().source().equals(origin.source()) && !isLed(owner);
    }

    /// Between two attempts of its conductor, or two workers, nobody holds the lock of a migration that goes on.
    private boolean isLed(Owner owner) throws SQLException {
        return leadership.ask(session -> LeaderLock.isHeld(session, owner.migrationId()))
                || !owner.is(leadership.id()) && leadership.isRegistered(owner.migrationId());
    }

    private MigrationException refusal(Optional<Owner> owner, Permission permission) throws SQLException {
        var object = "database \"%s\" on %s".formatted(name, target.address());
        if (permission.overwritable().isPresent() && (owner.isEmpty() || !isLed(owner.get()))) {
            return new MigrationException(
                    FailureCode.REQUEST_REFUSED,
                    object,
                    "The database on the target is another one than the one that was there when overwriting was accepted.",
                    "Look whose it is; drop it yourself, or request the migration again under another name.");
        }
        var drop = "Drop it, or ask to overwrite it (--overwrite, overwriteDbsInTarget).";
        return new MigrationException(
                FailureCode.REQUEST_REFUSED,
                object,
                "The database exists on the target."
                        + (owner.isEmpty() ? "" : " " + whyNot(owner.get(), permission.resume())),
                owner.isPresent() && isLed(owner.get())
                        ? "Wait until migration %1$s has ended, or cancel it. If no service knows it any more: DELETE FROM pgconvoy_lead.migration WHERE id = '%1$s', in database \"%2$s\" on the target."
                                .formatted(owner.get().migrationId(), target.maintenanceDatabase())
                        : owner.isPresent() && !permission.resume()
                                ? drop + " Or go on with the copy that it holds (--resume, copy.resume)."
                                : drop);
    }

    private String whyNot(Owner owner, boolean resume) throws SQLException {
        if (isLed(owner)) {
            return "It is the copy of migration %s, which still runs.".formatted(owner.migrationId());
        }
        if (!resume) {
            return "It holds the unfinished copy of migration %s.".formatted(owner.migrationId());
        }
        return "It holds the unfinished copy of another source: %s."
                .formatted(owner.origin().source());
    }

    @Override
    public Optional<String> snapshotState() throws SQLException {
        return connectable() ? in(Fence::owner).map(Owner::sourceSnapshot) : Optional.empty();
    }

    @Override
    public Optional<Owner> owner() throws SQLException {
        return connectable() && !keepsUsOut() ? in(Fence::owner) : Optional.empty();
    }

    @Override
    public Standing standing() throws SQLException {
        return connectable() ? in(this::standing) : Standing.NOT_OURS;
    }

    private Standing standing(Connection session) throws SQLException {
        if (Fence.owner(session).filter(this::isOurs).isEmpty()) {
            return Standing.NOT_OURS;
        }
        return CrashTrace.isLost(session) || DatabaseOutcome.kept(session).isEmpty()
                ? Standing.INCOMPLETE
                : Standing.COMPLETE;
    }

    @Override
    public boolean keepsUsOut() throws SQLException {
        if (!isLimited()) {
            return false;
        }
        try (var session = open()) {
            return !session.isValid(0);
        } catch (MigrationException e) {
            var code = e.failure().code();
            if (code == FailureCode.PERMISSION_DENIED || code == FailureCode.SERVER_UNAVAILABLE) {
                return true;
            }
            throw e;
        }
    }

    private boolean isLimited() throws SQLException {
        return isThere("""
                SELECT FROM pg_catalog.pg_database
                WHERE datname = ? AND (datconnlimit >= 0 OR NOT pg_catalog.has_database_privilege(oid, 'CONNECT'))""");
    }

    @Override
    public Optional<DatabaseOutcome> completeOutcome() throws SQLException {
        return ours(session ->
                        CrashTrace.isLost(session) ? Optional.<DatabaseOutcome>empty() : DatabaseOutcome.kept(session))
                .flatMap(outcome -> outcome);
    }

    @Override
    public void raiseFence() throws SQLException {
        ours(session -> Fence.raise(session, term()));
    }

    @Override
    public void closeFence() throws SQLException {
        ours(session -> {
            Fence.close(session, term());
            return true;
        });
    }

    @Override
    public Finish finish(Announcement announcement) throws SQLException {
        if (!connectable()) {
            return Finish.undone(Standing.NOT_OURS);
        }
        try (var session = openWire()) {
            var found = standing(session.jdbc());
            if (found != Standing.COMPLETE) {
                return Finish.undone(found);
            }
            announcement.make();
            OwnSchema.LEDGER.requireOurs(session.jdbc());
            ReadableRelations.allowAll(session.jdbc());
            return new Finish(found, new LedgeredSession(session, term()).finish());
        }
    }

    private interface Question<T> {
        T ask(Connection session) throws SQLException;
    }

    /// Asks in a session of the database, if our ledger is in it.
    private <T> Optional<T> ours(Question<T> question) throws SQLException {
        return connectable()
                ? in(session -> Fence.owner(session).filter(this::isOurs).isPresent()
                        ? Optional.of(question.ask(session))
                        : Optional.empty())
                : Optional.empty();
    }

    private <T> T in(Question<T> question) throws SQLException {
        try (var session = open()) {
            return question.ask(session);
        }
    }

    private boolean connectable() throws SQLException {
        return exists() && !isInvalid();
    }

    public void create(Connection source, CopyOrigin origin, String sourceSnapshot) throws SQLException {
        create(source, origin, sourceSnapshot, "");
    }

    /// Makes the database like the source's, with its ledger.
    ///
    /// @param sourceSnapshot the state of the source that is copied
    /// @param tablespace where it lies; empty where the target puts it
    public void create(Connection source, CopyOrigin origin, String sourceSnapshot, String tablespace)
            throws SQLException {
        var building = building();
        dropIfThere(building);
        leadership.execute("CREATE DATABASE %s TEMPLATE template0 %s%s"
                .formatted(
                        quoted(building),
                        DatabaseLocale.of(source)
                                .options(leadership.ask(
                                        session -> session.getMetaData().getDatabaseMajorVersion())),
                        tablespace.isEmpty() ? "" : " TABLESPACE " + quoted(tablespace)));
        try (var session =
                connector.open(ServerSide.TARGET, target, building, term().id(), SessionName.of("conductor", term()))) {
            Fence.create(session, term(), origin, sourceSnapshot);
        }
        awaitNoSession(building);
        rename(building, name);
    }

    /// An empty database like this one, which the next leader drops should this one not come to it.
    public ScratchDatabase scratch(Connection like) throws SQLException {
        return ScratchDatabase.create(
                connector,
                target,
                term().id(),
                SessionName.of("conductor", term()),
                "%scmp%s_%d".formatted(buildings(leadership), SessionName.key(name), term().epoch()),
                like,
                leadership::execute);
    }

    private String building() {
        return "%s%s_%d".formatted(buildings(leadership), SessionName.key(name), term().epoch());
    }

    private static String buildings(MigrationLead leadership) {
        return "pgconvoy_building_%s_"
                .formatted(SessionName.key(leadership.term().id()));
    }

    /// What is to be dropped bears its OID in its name: whoever comes later can tell that it is the one that
    /// was meant.
    private static String graves(MigrationLead leadership) {
        return "pgconvoy_dropping_%s_"
                .formatted(SessionName.key(leadership.term().id()));
    }

    /// Drops what earlier leaders of this migration were building or dropping.
    public static void dropBuildings(ServerConnector connector, ServerEndpoint target, MigrationLead leadership)
            throws SQLException {
        var obstacles = new DropObstacles(connector, target, leadership);
        for (var left : leftBehind(leadership)) {
            obstacles.drop(left);
        }
    }

    private static List<String> leftBehind(MigrationLead leadership) throws SQLException {
        return leadership.ask(session -> {
            try (var query = session.prepareStatement("""
                SELECT datname FROM pg_catalog.pg_database
                WHERE starts_with(datname, ?) OR datname = pg_catalog.concat(?::text, oid)""")) {
                query.setString(1, buildings(leadership));
                query.setString(2, graves(leadership));
                try (var rows = query.executeQuery()) {
                    var names = new ArrayList<String>();
                    while (rows.next()) {
                        names.add(rows.getString(1));
                    }
                    return names;
                }
            }
        });
    }

    @Override
    public void drop() throws SQLException {
        requireLead(standing() != Standing.NOT_OURS);
        retire(oid(name).orElseThrow());
    }

    /// Gives the database a name of ours, makes sure that it is the one that is meant, and drops it.
    private void retire(long expected) throws SQLException {
        var grave = "%s%d".formatted(graves(leadership), expected);
        dropIfThere(grave);
        obstacles.requireNoEnabledSubscription(name);
        if (!isInvalid()) {
            obstacles.rollBackPreparedTransactions(name, expected);
        }
        renameInUse(grave);
        try {
            if (oid(grave).filter(oid -> oid == expected).isEmpty()) {
                throw replaced(name, target);
            }
            dropIfThere(grave);
        } catch (SQLException | MigrationException e) {
            giveBack(grave, e);
            throw e;
        }
    }

    static MigrationException replaced(String name, ServerEndpoint target) {
        return new MigrationException(
                FailureCode.CONTENTION,
                "database \"%s\" on %s".formatted(name, target.address()),
                "Somebody replaced the database while it was to be dropped.",
                "");
    }

    private void giveBack(String grave, Exception reason) {
        try {
            if (oid(grave).isPresent()) {
                rename(grave, name);
            }
        } catch (SQLException | MigrationException e) {
            reason.addSuppressed(e);
        }
    }

    /// Nobody may be connected to a database that is renamed; clients may come again while we end them.
    private void renameInUse(String grave) throws SQLException {
        for (var attempt = 1; ; attempt++) {
            obstacles.endSessions(name);
            try {
                rename(name, grave);
                return;
            } catch (SQLException e) {
                if (!IN_USE.equals(e.getSQLState())) {
                    throw e;
                }
                if (attempt == MOST_RENAMES) {
                    throw obstacles.stillInUse(name, e);
                }
            }
        }
    }

    /// A session that was closed a moment ago may still be ending. The server itself looks
    /// for that only every tenth of a second, and keeps the leader's session for so long.
    private void awaitNoSession(String database) throws SQLException {
        var until = System.nanoTime() + SERVERS_PATIENCE.toNanos();
        while (obstacles.isInUse(database) && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private void rename(String from, String to) throws SQLException {
        leadership.execute("ALTER DATABASE %s RENAME TO %s".formatted(quoted(from), quoted(to)));
    }

    private void dropIfThere(String database) throws SQLException {
        if (oid(database).isPresent()) {
            obstacles.drop(database);
        }
    }

    @Override
    public boolean exists() throws SQLException {
        return oid(name).isPresent();
    }

    @Override
    public Optional<Long> oid() throws SQLException {
        return oid(name);
    }

    private Optional<Long> oid(String database) throws SQLException {
        return leadership.ask(session -> {
            try (var query =
                    session.prepareStatement("SELECT oid::int8 FROM pg_catalog.pg_database WHERE datname = ?")) {
                query.setString(1, database);
                try (var row = query.executeQuery()) {
                    return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
                }
            }
        });
    }

    /// Whether a DROP DATABASE of it was interrupted: nobody can connect to it any more, it can only be dropped.
    private boolean isInvalid() throws SQLException {
        return isThere("SELECT FROM pg_catalog.pg_database WHERE datname = ? AND datconnlimit = -2");
    }

    /// An auto-commit session in the database.
    public Connection open() {
        return open(Map.of());
    }

    /// The same with properties of the driver.
    public Connection open(Map<String, String> driver) {
        return connector.open(
                ServerSide.TARGET, target, name, leadership.id(), leadership.sessionName("conductor"), driver);
    }

    /// The same, with its wire, for what is restored: the users' own definitions may read views.
    public WireSession openWired() throws SQLException {
        var session = openWire();
        try {
            OwnSchema.LEDGER.requireOurs(session.jdbc());
            ReadableRelations.allowAll(session.jdbc());
            return session;
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private WireSession openWire() throws SQLException {
        return WireSession.open(
                connector, ServerSide.TARGET, target, name, term().id(), SessionName.of("conductor", term()));
    }

    @Override
    public String name() {
        return name;
    }
}
