package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.snapshot.SourceSession.Exported;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// A consistent view of one source database, held open by a session and exported for all readers.
public final class SourceSnapshot implements ReadableSnapshot, AutoCloseable {

    private static final Duration PATIENCE_FOR_LOCKS = Duration.ofMinutes(10);
    private static final Duration PATIENCE_FOR_ANSWER = Duration.ofSeconds(5);
    private static final int MOST_NAMED = 10;

    /// The class of errors about values, and the one in it that a server gives for a snapshot that is gone.
    private static final String DATA = "22";

    private static final String NO_SUCH_SNAPSHOT = "22023";

    private final SourceSession session;
    private final Exported exported;
    private final String state;

    SourceSnapshot(SourceSession session, Exported exported, String state) {
        this.session = session;
        this.exported = exported;
        this.state = state;
    }

    /// The first of these that somebody still holds, or a new one.
    ///
    /// @param names of exported snapshots, all of one state
    /// @param offered that state
    public static SourceSnapshot takeOver(List<String> names, String offered, Connection session) throws SQLException {
        return takeOver(names, offered, SourceSession.of(session));
    }

    static SourceSnapshot takeOver(List<String> names, String offered, SourceSession session) throws SQLException {
        try {
            session.holdTransaction();
            for (var name : names) {
                try {
                    session.beginReading();
                    SnapshotImport.into(session, name);
                    return export(session, SourceState.readImported(session, offered));
                } catch (SQLException e) {
                    if (SqlFailures.codeOf(e.getSQLState()).retryable()) {
                        throw e;
                    }
                    session.rollBack();
                } catch (MigrationException _) {
                    session.rollBack(); // nobody holds it under this name
                }
            }
            session.beginReading();
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

    private static SourceSnapshot export(SourceSession session, String state) throws SQLException {
        return new SourceSnapshot(session, session.export(), state);
    }

    /// For what else is read in it.
    public Connection session() {
        return session.jdbc();
    }

    /// What readers import.
    @Override
    public String name() {
        return exported.name();
    }

    /// What it sees of which server; equal states see equal rows.
    public String state() {
        return state;
    }

    /// Keeps the tables from being dropped, emptied or rewritten, which would show through the snapshot, and proves
    /// that this has not happened between the snapshot and the locks.
    ///
    /// @param open opens a second session to the same database
    /// @throws MigrationException SNAPSHOT_LOST when a table is not what the snapshot sees
    public void hold(List<TableName> tables, OpenSession open) throws SQLException, InterruptedException {
        holdAgainst(tables, () -> SourceSession.of(open.open()));
    }

    void holdAgainst(List<TableName> tables, SourceSession.Opening open) throws SQLException, InterruptedException {
        lock(tables);
        try (var outside = open.open()) {
            requireSame(tables, outside);
        }
    }

    /// The first half of [#hold].
    public void lock(List<TableName> tables) throws SQLException, InterruptedException {
        TableLocks.take(session, tables, PATIENCE_FOR_LOCKS);
    }

    /// The second half of [#hold], once these tables are locked.
    ///
    /// @param outside a session to the same database that reads what is committed now
    public void requireSame(List<TableName> tables, Connection outside) throws SQLException {
        requireSame(tables, SourceSession.of(outside));
    }

    private void requireSame(List<TableName> tables, SourceSession outside) throws SQLException {
        var replaced = ReplacedTables.among(tables, session, outside);
        if (!replaced.isEmpty()) {
            throw ReplacedTables.lost(named(replaced), "they were emptied, rewritten, altered or swapped.");
        }
    }

    /// Once the rows are read and compared: no lock keeps labels of enums from being renamed.
    ///
    /// @throws MigrationException SNAPSHOT_LOST when one was renamed after the snapshot was taken
    public void requireSameLabels(OpenSession open) throws SQLException {
        requireLabelsAsIn(() -> SourceSession.of(open.open()));
    }

    void requireLabelsAsIn(SourceSession.Opening open) throws SQLException {
        var renamed = RenamedLabels.firstType(session, open);
        if (renamed.isPresent()) {
            throw ReplacedTables.lost("type " + renamed.get(), "a label of it was renamed.");
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
            session.answerWithin(PATIENCE_FOR_ANSWER);
            try {
                return exported.transaction().equals(session.transaction());
            } finally {
                session.answerWithin(Duration.ZERO);
            }
        } catch (SQLException _) {
            return false;
        }
    }

    /// What failed, in work of which some was done in this session: if it has ended, this
    /// is the reason. Whoever is interrupted does not ask: that would end the session, and
    /// it may live. An error about data is its own reason, though it ends the transaction.
    public MigrationException explain(SQLException failure, String object) {
        return Thread.currentThread().isInterrupted() || isAboutData(failure) || isAlive()
                ? SqlFailures.exception(failure, object)
                : SnapshotImport.lost(object, ServerErrorText.of(failure));
    }

    private static boolean isAboutData(SQLException failure) {
        var state = String.valueOf(failure.getSQLState());
        return state.startsWith(DATA) && !state.equals(NO_SUCH_SNAPSHOT);
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
