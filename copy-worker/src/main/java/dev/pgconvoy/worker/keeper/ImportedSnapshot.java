package dev.pgconvoy.worker.keeper;

import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.event.SnapshotNotice.Wanted;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.snapshot.SnapshotImport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A snapshot that this session imported and exported again.
record ImportedSnapshot(Connection session, String name) implements HeldSnapshot {

    private static final int LOCKED_AT_ONCE = 1_000;
    private static final int SECONDS_TO_ANSWER = 5;

    /// The tables are locked before the snapshot is imported. That it can be imported then proves that its
    /// holder lives and has locked them, too, and has proven that they are those of the snapshot (it asks
    /// keepers only then): there is no moment at which a table could have been emptied. It never waits for
    /// a lock, because whoever holds some and waits for others can make somebody's own change of the schema
    /// fail (deadlock); whoever wants the snapshot will say so again.
    static ImportedSnapshot of(ServerConnector connector, SnapshotNotice word, Wanted wanted) throws SQLException {
        var session = connector.open(ServerSide.SOURCE, wanted.source(), word.database(), word.id(), "keeper");
        try {
            var tables = tables(session);
            session.setAutoCommit(false);
            try (var statement = session.createStatement()) {
                SnapshotImport.begin(session);
                for (var from = 0; from < tables.size(); from += LOCKED_AT_ONCE) {
                    statement.execute("LOCK TABLE %s IN ACCESS SHARE MODE NOWAIT"
                            .formatted(String.join(
                                    ", ", tables.subList(from, Math.min(tables.size(), from + LOCKED_AT_ONCE)))));
                }
                SnapshotImport.into(session, wanted.snapshot());
                try (var row = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot()")) {
                    row.next();
                    return new ImportedSnapshot(session, row.getString(1));
                }
            }
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static List<String> tables(Connection session) throws SQLException {
        var tables = new ArrayList<String>();
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(WorkerSql.read("keeper/list_tables"))) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    @Override
    public boolean isHeld() {
        try {
            return session.isValid(SECONDS_TO_ANSWER);
        } catch (SQLException _) {
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
