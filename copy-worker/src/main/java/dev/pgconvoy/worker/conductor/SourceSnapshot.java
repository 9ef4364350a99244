package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// A consistent view of one source database, held open by this session and exported for all readers.
///
/// @param name what readers import
/// @param state the transactions it sees; equal states see equal rows
record SourceSnapshot(Connection session, String name, String state) implements AutoCloseable {

    private static final int LOCKED_AT_ONCE = 1_000;

    /// The first of these that somebody still holds, or a new one.
    ///
    /// @param names of exported snapshots, all of one state
    static SourceSnapshot takeOver(List<String> names, Connection session) throws SQLException {
        try {
            session.setAutoCommit(false);
            for (var name : names) {
                try {
                    return begin(session, "SET TRANSACTION SNAPSHOT " + Identifiers.literal(name));
                } catch (SQLException e) {
                    if (SqlFailures.codeOf(e.getSQLState()).retryable()) {
                        throw e;
                    }
                    session.rollback();
                }
            }
            return begin(session, "");
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    private static SourceSnapshot begin(Connection session, String imported) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            if (!imported.isEmpty()) {
                statement.execute(imported);
            }
            try (var row = statement.executeQuery(
                    "SELECT pg_catalog.txid_current_snapshot()::text, pg_catalog.pg_export_snapshot()")) {
                row.next();
                return new SourceSnapshot(session, row.getString(2), row.getString(1));
            }
        }
    }

    /// Keeps the tables from being dropped, emptied or rewritten: such changes would show through the snapshot.
    void hold(List<TableName> tables) throws SQLException {
        for (var from = 0; from < tables.size(); from += LOCKED_AT_ONCE) {
            var some = tables.subList(from, Math.min(tables.size(), from + LOCKED_AT_ONCE));
            try (var statement = session.createStatement()) {
                statement.execute(some.stream()
                        .map(table -> "ONLY " + table.quoted())
                        .collect(Collectors.joining(", ", "LOCK TABLE ", " IN ACCESS SHARE MODE")));
            }
        }
    }

    /// Whether this session still is in its transaction, and so in this snapshot.
    boolean isAlive() {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT pg_catalog.current_setting('transaction_isolation')")) {
            return row.next() && !session.getAutoCommit() && row.getString(1).equals("repeatable read");
        } catch (SQLException _) {
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
