package dev.pgconvoy.worker.verify;

import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which tables of a source are written to while it is copied. Its counters tell: late, so that what was written just
/// before may seem to be written after, and also of what was rolled back. When no transaction at all has begun or ended
/// since, nothing was written. A server that does not let us see them costs nothing but the answer.
public final class SourceWrites {

    private static final String COUNT = WorkerSql.read("verify/count_written_rows");
    private static final String TRANSACTIONS = WorkerSql.read("snapshot/tell_transactions");
    private static final String FORGET = "SELECT pg_catalog.pg_stat_clear_snapshot()";

    private final Optional<Map<TableName, Long>> before;
    private final String transactions;

    private SourceWrites(Optional<Map<TableName, Long>> before, String transactions) {
        this.before = before;
        this.transactions = transactions;
    }

    /// @param snapshot the session that holds the snapshot, as the other one here
    public static SourceWrites since(Connection snapshot) throws SQLException {
        return new SourceWrites(counts(snapshot), tell(snapshot, TRANSACTIONS));
    }

    /// @param open opens a second session on the server
    /// @return in alphabetical order
    public List<TableName> tables(Connection snapshot, SourceSnapshot.OpenSession open) throws SQLException {
        if (before.isEmpty()) {
            return List.of();
        }
        var known = before.get();
        var written = counts(snapshot).orElse(Map.of()).entrySet().stream()
                .filter(now -> now.getValue() > known.getOrDefault(now.getKey(), 0L))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return written.isEmpty() || !hasMoved(open) ? List.of() : written;
    }

    private boolean hasMoved(SourceSnapshot.OpenSession open) throws SQLException {
        try (var session = open.open()) {
            return !tell(session, TRANSACTIONS).equals(transactions);
        }
    }

    /// Without harm to the transaction that holds the snapshot.
    private static Optional<Map<TableName, Long>> counts(Connection snapshot) throws SQLException {
        try (var statement = snapshot.createStatement()) {
            statement.execute("SAVEPOINT counts");
            var counts = countsIfShown(statement);
            statement.execute("RELEASE SAVEPOINT counts");
            return counts;
        }
    }

    private static Optional<Map<TableName, Long>> countsIfShown(Statement statement) throws SQLException {
        try {
            return Optional.of(counts(statement));
        } catch (SQLException e) {
            if (SqlFailures.codeOf(e.getSQLState()).retryable()) {
                throw e;
            }
            statement.execute("ROLLBACK TO SAVEPOINT counts");
            return Optional.empty();
        }
    }

    private static Map<TableName, Long> counts(Statement statement) throws SQLException {
        statement.execute(FORGET); // a transaction sees the counters that it has seen before
        try (var rows = statement.executeQuery(COUNT)) {
            var counts = new HashMap<TableName, Long>();
            while (rows.next()) {
                counts.put(new TableName(rows.getString(1), rows.getString(2)), rows.getLong(3));
            }
            return counts;
        }
    }

    private static String tell(Connection session, String question) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(question)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
