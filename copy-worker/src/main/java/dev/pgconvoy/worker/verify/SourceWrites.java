package dev.pgconvoy.worker.verify;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.Sql;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which tables of a source are written to while it is copied. Its statistics tell, some seconds late: what was written
/// just before may seem to be written after, unless no transaction at all has begun or ended since.
public final class SourceWrites {

    private static final String COUNT = Sql.read("verify/count_written_rows");
    private static final String TRANSACTIONS = Sql.read("snapshot/tell_transactions");
    private static final String FORGET = "SELECT pg_catalog.pg_stat_clear_snapshot()";

    private final Map<TableName, Long> before;
    private final String transactions;

    private SourceWrites(Map<TableName, Long> before, String transactions) {
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
        tell(snapshot, FORGET); // a transaction sees the statistics that it has seen before
        var written = counts(snapshot).entrySet().stream()
                .filter(now -> now.getValue() > before.getOrDefault(now.getKey(), 0L))
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

    private static Map<TableName, Long> counts(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(COUNT)) {
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
