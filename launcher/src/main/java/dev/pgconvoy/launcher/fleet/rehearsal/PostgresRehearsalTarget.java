package dev.pgconvoy.launcher.fleet.rehearsal;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.LeaderLock;
import dev.pgconvoy.postgres.OwnSchema;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A rehearsal's target over JDBC, as the target's user of its request. One session in the
/// maintenance database stays open; one that has failed is replaced at the next question.
final class PostgresRehearsalTarget implements RehearsalTarget {

    private static final String PURPOSE = "rehearsal";
    private static final String IN_USE = "55006";
    private static final int LONGEST_ANSWER_MILLIS = 30_000;
    /// The files of a large database are removed meanwhile.
    private static final int LONGEST_DROP_MILLIS = 600_000;
    /// Sessions of the workers may still be ending.
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private final ServerConnector connector;
    private final MigrationRequest request;
    private Optional<Connection> session = Optional.empty();

    PostgresRehearsalTarget(ServerConnector connector, MigrationRequest request) {
        this.connector = connector;
        this.request = request;
    }

    private interface Question<T> {
        T ask(Connection server) throws SQLException;
    }

    /// @throws MigrationException when the server cannot be reached
    private <T> T ask(Question<T> question) throws SQLException {
        var current =
                session.isPresent() ? session.get() : open(request.target().maintenanceDatabase());
        session = Optional.of(current);
        try {
            return question.ask(current);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private Connection open(String database) throws SQLException {
        var opened = connector.open(ServerSide.TARGET, request.target(), database, request.id(), PURPOSE);
        opened.setNetworkTimeout(Runnable::run, LONGEST_ANSWER_MILLIS);
        return opened;
    }

    @Override
    public Map<Long, String> databases() throws SQLException {
        return ask(PostgresRehearsalTarget::databases);
    }

    private static Map<Long, String> databases(Connection server) throws SQLException {
        try (var statement = server.createStatement();
                var rows = statement.executeQuery("SELECT oid::int8, datname FROM pg_catalog.pg_database")) {
            var names = new HashMap<Long, String>();
            while (rows.next()) {
                names.put(rows.getLong(1), rows.getString(2));
            }
            return names;
        }
    }

    @Override
    public Optional<String> ledgerOwner(long oid, String name) throws SQLException {
        try (var database = open(name)) {
            return isDatabase(database, oid)
                    ? OwnSchema.LEDGER.read(
                            database, "SELECT id FROM pgconvoy_ledger.migration", row -> row.getString(1))
                    : Optional.empty();
        }
    }

    private static boolean isDatabase(Connection database, long oid) throws SQLException {
        try (var query = database.prepareStatement(
                "SELECT FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database() AND oid::int8 = ?")) {
            query.setLong(1, oid);
            try (var row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public boolean isInUse() throws SQLException {
        return ask(LeaderLock::isAnyHeld);
    }

    /// It gets a name of ours first: then it is certain which database it is.
    @Override
    public void drop(long oid, String name) throws SQLException {
        ask(server -> {
            server.setNetworkTimeout(Runnable::run, LONGEST_DROP_MILLIS);
            var doomed = "pgconvoy_rehearsed_" + oid;
            renameOnceUnused(server, name, doomed);
            try {
                if (!doomed.equals(databases(server).get(oid))) {
                    throw new SQLException("another database has its name by now");
                }
                execute(server, "DROP DATABASE " + quoted(doomed));
            } catch (SQLException e) {
                giveBack(server, doomed, name, e);
                throw e;
            }
            return oid;
        });
    }

    private static void renameOnceUnused(Connection server, String from, String to) throws SQLException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                rename(server, from, to);
                return;
            } catch (SQLException e) {
                if (!IN_USE.equals(e.getSQLState()) || System.nanoTime() - until > 0) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    private static void giveBack(Connection server, String doomed, String name, SQLException reason) {
        try {
            rename(server, doomed, name);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static void rename(Connection server, String from, String to) throws SQLException {
        execute(server, "ALTER DATABASE %s RENAME TO %s".formatted(quoted(from), quoted(to)));
    }

    private static void execute(Connection server, String sql) throws SQLException {
        try (var statement = server.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        session.ifPresent(PostgresRehearsalTarget::giveUp);
        session = Optional.empty();
    }

    private static void giveUp(Connection connection) {
        try {
            connection.close();
        } catch (SQLException _) {
            // Nothing more is asked of it.
        }
    }
}
