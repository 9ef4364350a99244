package dev.pgconvoy.worker.target;

import static dev.pgconvoy.postgres.Identifiers.literal;
import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.lead.MigrationLead;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What keeps PostgreSQL from renaming and dropping a database that is to be dropped: sessions,
/// prepared transactions, subscriptions, the mark of a template. It goes with the database, and
/// so it is removed before. An enabled subscription is not: it works, and its publisher would
/// keep its slot. What cannot be removed is an error at once that names it, and the statement.
final class DropObstacles {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String PATIENCE = "SET statement_timeout = '30s'";

    private final ServerConnector connector;
    private final ServerEndpoint target;
    private final MigrationLead leadership;

    DropObstacles(ServerConnector connector, ServerEndpoint target, MigrationLead leadership) {
        this.connector = connector;
        this.target = target;
        this.leadership = leadership;
    }

    private record Subscription(String name, boolean enabled) {
        String statement() {
            return "ALTER SUBSCRIPTION %1$s DISABLE; ALTER SUBSCRIPTION %1$s SET (slot_name = NONE); DROP SUBSCRIPTION %1$s;"
                    .formatted(quoted(name));
        }
    }

    private record Session(int pid, String user, String application) {
        @Override
        public String toString() {
            return "pid %d (user \"%s\", application \"%s\")".formatted(pid, user, application);
        }
    }

    private interface RowReader<R> {
        R read(ResultSet row) throws SQLException;
    }

    private <R> List<R> ask(String sql, String database, RowReader<R> reader) throws SQLException {
        return leadership.ask(session -> {
            try (var query = session.prepareStatement(sql)) {
                query.setString(1, database);
                try (var rows = query.executeQuery()) {
                    var found = new ArrayList<R>();
                    while (rows.next()) {
                        found.add(reader.read(rows));
                    }
                    return found;
                }
            }
        });
    }

    /// Asked before anything is touched.
    ///
    /// @throws MigrationException REQUEST_REFUSED naming the subscriptions that are at work
    void requireNoEnabledSubscription(String database) throws SQLException {
        var enabled =
                subscriptions(database).stream().filter(Subscription::enabled).toList();
        if (!enabled.isEmpty()) {
            throw refused(
                    database,
                    "It is to be dropped, and has enabled subscriptions: %s.".formatted(names(enabled)),
                    "If it may be dropped with them, run in it: %s Then drop their slots on the publishers, and request the migration again."
                            .formatted(enabled.stream()
                                    .map(Subscription::statement)
                                    .collect(Collectors.joining(" "))));
        }
    }

    private static String names(List<Subscription> subscriptions) {
        return subscriptions.stream()
                .map(subscription -> quoted(subscription.name()))
                .collect(Collectors.joining(", "));
    }

    private List<Subscription> subscriptions(String database) throws SQLException {
        return ask("""
                SELECT s.subname, s.subenabled FROM pg_catalog.pg_subscription AS s
                JOIN pg_catalog.pg_database AS d ON d.oid = s.subdbid
                WHERE d.datname = ? ORDER BY s.subname""", database, row -> new Subscription(row.getString(1), row.getBoolean(2)));
    }

    /// They would keep the database from being renamed.
    ///
    /// @param expected the OID of the database that is meant
    void rollBackPreparedTransactions(String database, long expected) throws SQLException {
        var prepared = ask(
                "SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = ? ORDER BY gid",
                database,
                row -> row.getString(1));
        if (!prepared.isEmpty()) {
            inside(database, session -> {
                requireThatOne(session, expected);
                for (var gid : prepared) {
                    run(session, database, "the prepared transaction %s".formatted(literal(gid)), rollBack(gid));
                }
            });
        }
    }

    private static String rollBack(String gid) {
        return "ROLLBACK PREPARED " + literal(gid);
    }

    private void requireThatOne(Connection session, long expected) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(
                        "SELECT oid::int8 FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()")) {
            if (!row.next() || row.getLong(1) != expected) {
                throw TargetDatabase.replaced(session.getCatalog(), target);
            }
        }
    }

    /// A slot that a disabled subscription names stays on its publisher: a copy of ours names the
    /// slot of its original.
    private void dropSubscriptions(String database) throws SQLException {
        var subscriptions = subscriptions(database);
        if (subscriptions.isEmpty()) {
            return;
        }
        requireNoEnabledSubscription(database);
        inside(database, session -> {
            for (var subscription : subscriptions) {
                var name = quoted(subscription.name());
                var what = "the subscription " + name;
                run(session, database, what, "ALTER SUBSCRIPTION %s SET (slot_name = NONE)".formatted(name));
                run(session, database, what, "DROP SUBSCRIPTION " + name);
            }
        });
    }

    private interface Work {
        void in(Connection session) throws SQLException;
    }

    private void inside(String database, Work work) throws SQLException {
        leadership.unfenced(_ -> {
            try (var session = connector.open(
                            ServerSide.TARGET, target, database, leadership.id(), leadership.sessionName("conductor"));
                    var statement = session.createStatement()) {
                statement.execute(PATIENCE);
                work.in(session);
            }
        });
    }

    private void run(Connection session, String database, String what, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException e) {
            if (e.getSQLState() == null || e.getSQLState().startsWith("08")) {
                throw e;
            }
            throw refused(
                    database,
                    "It is to be dropped, and %s in it cannot be removed: %s"
                            .formatted(what, ServerErrorText.withState(e)),
                    "Run in it, as a user who may: %s; then request the migration again.".formatted(sql));
        }
    }

    /// Ends whoever is connected; those who come again are met by the next attempt.
    void endSessions(String database) throws SQLException {
        for (var other : sessions(database)) {
            leadership.unfenced(session -> {
                try (var end = session.prepareStatement("SELECT pg_catalog.pg_terminate_backend(?)")) {
                    end.setInt(1, other.pid());
                    end.execute();
                } catch (SQLException e) {
                    if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                        throw e;
                    }
                    throw refused(
                            database,
                            "It is to be dropped, and the target's user may not end a session in it: %s."
                                    .formatted(other),
                            "Close it, or run as a superuser: SELECT pg_terminate_backend(%d). Then request the migration again."
                                    .formatted(other.pid()));
                }
            });
        }
    }

    /// Autovacuum, which has no user, makes way by itself.
    private List<Session> sessions(String database) throws SQLException {
        return ask("""
                SELECT pid, usename, application_name FROM pg_catalog.pg_stat_activity
                WHERE datname = ? AND usesysid IS NOT NULL AND pid <> pg_catalog.pg_backend_pid()
                  AND backend_type IS DISTINCT FROM 'parallel worker'
                ORDER BY pid""", database, row -> new Session(row.getInt(1), row.getString(2), row.getString(3)));
    }

    boolean isInUse(String database) throws SQLException {
        return !sessions(database).isEmpty();
    }

    /// Why it is still in use after all.
    MigrationException stillInUse(String database, SQLException refusal) throws SQLException {
        var sessions = sessions(database);
        return refused(
                database,
                "It is to be dropped, and is in use again and again%s: %s"
                        .formatted(
                                sessions.isEmpty()
                                        ? ""
                                        : sessions.stream()
                                                .map(Session::toString)
                                                .collect(Collectors.joining(", ", " by ", "")),
                                ServerErrorText.withState(refusal)),
                "Stop these clients, or keep them out (ALTER DATABASE %s CONNECTION LIMIT 0), and request the migration again."
                        .formatted(quoted(database)));
    }

    private boolean isTemplate(String database) throws SQLException {
        return !ask(
                        "SELECT datname FROM pg_catalog.pg_database WHERE datname = ? AND datistemplate",
                        database,
                        row -> row.getString(1))
                .isEmpty();
    }

    private boolean isInvalid(String database) throws SQLException {
        return !ask(
                        "SELECT datname FROM pg_catalog.pg_database WHERE datname = ? AND datconnlimit = -2",
                        database,
                        row -> row.getString(1))
                .isEmpty();
    }

    /// Removes what is left, and drops it.
    void drop(String database) throws SQLException {
        if (!isInvalid(database)) { // or nobody can connect to it, nor change it
            dropSubscriptions(database);
            if (isTemplate(database)) {
                leadership.execute("ALTER DATABASE %s IS_TEMPLATE false".formatted(quoted(database)));
            }
        }
        leadership.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(quoted(database)));
    }

    private MigrationException refused(String database, String message, String remedy) {
        return new MigrationException(
                FailureCode.REQUEST_REFUSED,
                "database \"%s\" on %s".formatted(database, target.address()),
                message,
                remedy);
    }
}
