package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.worker.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Who leads, as the target database knows it. Used by conductors, each call a transaction of its own on an
/// auto-commit
/// session.
public final class Fence {

    /// No conductor has this epoch: once set, nobody writes any more.
    public static final int CLOSED = Integer.MAX_VALUE;

    private static final String CREATE = Sql.read("ledger/create");
    private static final String LIST_WRITERS = Sql.read("ledger/list_writers");
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Fence() {}

    /// What the ledger of a database says of itself.
    public record Owner(String migrationId, int epoch, Origin origin, String sourceSnapshot) {
        public boolean is(MigrationId id) {
            return migrationId.equals(id.toString());
        }

        public boolean isClosed() {
            return epoch == CLOSED;
        }
    }

    public static void create(Connection target, MigrationId id, int epoch, Origin origin) throws SQLException {
        try (var statement = target.createStatement()) {
            statement.execute(CREATE);
        }
        try (var statement = target.prepareStatement(
                "INSERT INTO pgconvoy_ledger.migration (id, epoch, source, scope) VALUES (?, ?, ?, ?)")) {
            statement.setString(1, id.toString());
            statement.setInt(2, epoch);
            statement.setString(3, origin.source());
            statement.setString(4, origin.scope());
            statement.executeUpdate();
        }
    }

    /// Empty when the database has no ledger.
    public static Optional<Owner> owner(Connection target) throws SQLException {
        try (var statement = target.createStatement()) {
            try (var rows =
                    statement.executeQuery("SELECT pg_catalog.to_regclass('pgconvoy_ledger.migration') IS NOT NULL")) {
                rows.next();
                if (!rows.getBoolean(1)) {
                    return Optional.empty();
                }
            }
            try (var rows = statement.executeQuery(
                    "SELECT id, epoch, source, scope, source_snapshot FROM pgconvoy_ledger.migration")) {
                return rows.next()
                        ? Optional.of(new Owner(
                                rows.getString(1),
                                rows.getInt(2),
                                new Origin(rows.getString(3), rows.getString(4)),
                                rows.getString(5)))
                        : Optional.empty();
            }
        }
    }

    /// Takes over from every older epoch, or finds that it leads already; transactions of older epochs are ended
    /// first.
    ///
    /// @return false when a newer conductor was here
    public static boolean raise(Connection target, int epoch) throws SQLException {
        return update(
                target, "UPDATE pgconvoy_ledger.migration SET epoch = %d WHERE epoch <= %d".formatted(epoch, epoch));
    }

    /// Takes over from another migration, one that is over: its transactions are ended first, also when its fence is
    /// closed. What it has done counts as done by this one.
    ///
    /// @return false when somebody else was faster
    public static boolean adopt(Connection target, Owner from, MigrationId id, int epoch) throws SQLException {
        return update(
                target,
                "UPDATE pgconvoy_ledger.migration SET id = %s, epoch = %d WHERE id = %s AND epoch = %d"
                        .formatted(
                                Identifiers.literal(id.toString()),
                                epoch,
                                Identifiers.literal(from.migrationId()),
                                from.epoch()));
    }

    private static boolean update(Connection target, String sql) throws SQLException {
        while (true) {
            try (var statement = target.createStatement()) {
                statement.execute("SET lock_timeout = '200ms'");
                var updated = statement.executeUpdate(sql);
                statement.execute("SET lock_timeout = 0");
                return updated == 1;
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                endWriters(target);
            }
        }
    }

    private static void endWriters(Connection target) throws SQLException {
        try (var statement = target.createStatement()) {
            statement.execute(
                    "SELECT pg_catalog.pg_terminate_backend(pid) FROM (%s) AS writer".formatted(LIST_WRITERS));
        }
    }

    public static void recordSnapshot(Connection target, int epoch, String sourceSnapshot) throws SQLException {
        try (var statement =
                target.prepareStatement("UPDATE pgconvoy_ledger.migration SET source_snapshot = ? WHERE epoch = ?")) {
            statement.setString(1, sourceSnapshot);
            statement.setInt(2, epoch);
            if (statement.executeUpdate() != 1) {
                throw Ledger.fenced(target.getCatalog());
            }
        }
    }
}
