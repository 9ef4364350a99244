package dev.pgconvoy.worker.conductor;

import java.sql.Connection;
import java.sql.SQLException;

/// A consistent view of one source database, held open by this session and exported for all readers.
///
/// @param name what readers import
/// @param state the transactions it sees; equal states see equal rows
record SourceSnapshot(Connection session, String name, String state) implements AutoCloseable {

    static SourceSnapshot take(Connection session) throws SQLException {
        session.setAutoCommit(false);
        try (var statement = session.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            try (var row = statement.executeQuery(
                    "SELECT pg_catalog.txid_current_snapshot()::text, pg_catalog.pg_export_snapshot()")) {
                row.next();
                return new SourceSnapshot(session, row.getString(2), row.getString(1));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
