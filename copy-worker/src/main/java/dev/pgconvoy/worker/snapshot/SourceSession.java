package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What snapshots ask of a session in a source database.
interface SourceSession extends AutoCloseable {

    interface Opening {
        SourceSession open() throws SQLException;
    }

    static SourceSession of(Connection jdbc) {
        return new ConnectedSourceSession(jdbc);
    }

    Connection jdbc();

    /// How long it waits for an answer; zero is for ever.
    void answerWithin(Duration limit) throws SQLException;

    /// From now on all is one transaction, until it is rolled back.
    void holdTransaction() throws SQLException;

    void rollBack() throws SQLException;

    /// The first statement of a transaction that is to have its own snapshot or to import one.
    void beginReading() throws SQLException;

    void enter(String snapshot) throws SQLException;

    Exported export() throws SQLException;

    /// @param name by which others import it
    /// @param transaction when the transaction began that holds it, as the server says
    record Exported(String name, String transaction) {}

    /// When the present transaction began, as the server says.
    String transaction() throws SQLException;

    /// Locks all of them, or none: it waits for less time than the server waits for deadlocks.
    void lockBriefly(List<TableName> tables) throws SQLException;

    /// What each table is, as this session sees it.
    Map<TableName, TableIdentity> tables() throws SQLException;

    /// @param file of its rows
    /// @param columns a sum of what its columns are
    record TableIdentity(long oid, long file, long columns) {}

    /// The labels of all enums, by their OIDs.
    Map<Long, EnumLabel> labels() throws SQLException;

    record EnumLabel(String type, String name) {}

    /// The numbers, from 1, of those that have another name now than in this session's snapshot.
    List<Integer> renamed(List<TableName> relations) throws SQLException;

    boolean mayCall(String function) throws SQLException;

    boolean mayReadCounts() throws SQLException;

    boolean isInRecovery() throws SQLException;

    /// What the query in this file says.
    String tell(String file) throws SQLException;

    @Override
    void close() throws SQLException;
}
