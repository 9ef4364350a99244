package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// A consistent view of one source database, held open by this session and exported for all readers.
///
/// @param name what readers import
/// @param state what it sees of which server; equal states see equal rows
/// @param transaction when the transaction began that holds it, as the server says
public record SourceSnapshot(Connection session, String name, String state, String transaction)
        implements ReadableSnapshot, AutoCloseable {

    private static final Duration PATIENCE_FOR_LOCKS = Duration.ofMinutes(10);
    private static final int PROBE_MILLIS = 5_000;
    private static final int MOST_NAMED = 10;

    /// The first of these that somebody still holds, or a new one.
    ///
    /// @param names of exported snapshots, all of one state
    /// @param offered that state
    public static SourceSnapshot takeOver(List<String> names, String offered, Connection session) throws SQLException {
        try {
            session.setAutoCommit(false);
            for (var name : names) {
                try {
                    SnapshotImport.begin(session);
                    SnapshotImport.into(session, name);
                    return export(session, SourceState.readImported(session, offered));
                } catch (SQLException e) {
                    if (SqlFailures.codeOf(e.getSQLState()).retryable()) {
                        throw e;
                    }
                    session.rollback();
                } catch (MigrationException _) {
                    session.rollback(); // nobody holds it under this name
                }
            }
            SnapshotImport.begin(session);
            return export(session, SourceState.read(session));
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /// A new one.
    public static SourceSnapshot take(Connection session) throws SQLException {
        return takeOver(List.of(), "", session);
    }

    private static SourceSnapshot export(Connection session, String state) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot(), pg_catalog.now()::text")) {
            row.next();
            return new SourceSnapshot(session, row.getString(1), state, row.getString(2));
        }
    }

    /// Keeps the tables from being dropped, emptied or rewritten, which would show through the snapshot, and proves
    /// that this has not happened between the snapshot and the locks.
    ///
    /// @param open opens a second session to the same database
    /// @throws MigrationException SNAPSHOT_LOST when a table is not what the snapshot sees
    public void hold(List<TableName> tables, OpenSession open) throws SQLException, InterruptedException {
        TableLocks.take(session, tables, PATIENCE_FOR_LOCKS);
        try (var outside = open.open()) {
            var replaced = ReplacedTables.among(tables, session, outside);
            if (!replaced.isEmpty()) {
                throw ReplacedTables.lost(named(replaced), "they were emptied, rewritten, altered or swapped.");
            }
        }
    }

    public interface OpenSession {
        Connection open() throws SQLException;
    }

    private static String named(List<TableName> tables) {
        var some = tables.stream().limit(MOST_NAMED).map(TableName::toString).collect(Collectors.joining(", "));
        return tables.size() > MOST_NAMED ? "%s and %d more".formatted(some, tables.size() - MOST_NAMED) : some;
    }

    /// Whether this session still holds this very snapshot: it may be gone, or have begun another transaction. Asked
    /// while nobody else uses the session.
    @Override
    public boolean isAlive() {
        try {
            session.setNetworkTimeout(Runnable::run, PROBE_MILLIS);
            try (var statement = session.createStatement();
                    var row = statement.executeQuery("SELECT pg_catalog.now()::text")) {
                return row.next() && transaction.equals(row.getString(1));
            } finally {
                session.setNetworkTimeout(Runnable::run, 0);
            }
        } catch (SQLException _) {
            return false;
        }
    }

    /// What failed, in work of which some was done in this session: if it has ended, this is the reason.
    public MigrationException explain(SQLException failure, String object) {
        return isAlive()
                ? SqlFailures.exception(failure, object)
                : SnapshotImport.lost(object, ServerErrorText.of(failure));
    }

    /// @throws MigrationException SNAPSHOT_LOST when this session holds it no longer
    public void requireAlive(String object) {
        if (!isAlive()) {
            throw SnapshotImport.lost(object, "the session that held it has ended.");
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
