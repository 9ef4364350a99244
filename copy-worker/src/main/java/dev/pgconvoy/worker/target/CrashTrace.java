package dev.pgconvoy.worker.target;

import java.sql.Connection;
import java.sql.SQLException;

/// A row in an unlogged table of the ledger. A crash of the server empties all that is unlogged: when the
/// row is gone, rows that were copied into other unlogged tables are, too, also those that were
/// verified. A copy without such tables has lost nothing.
public final class CrashTrace {

    private CrashTrace() {}

    /// @param target a session of a database with our ledger
    public static boolean isLost(Connection target) throws SQLException {
        try (var statement = target.createStatement();
                var row = statement.executeQuery("""
                    SELECT FROM pg_catalog.pg_class AS c
                    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                    WHERE c.relpersistence = 'u' AND n.nspname <> 'pgconvoy_ledger'
                      AND NOT EXISTS (SELECT FROM pgconvoy_ledger.since_crash) LIMIT 1""")) {
            return row.next();
        }
    }

    /// Whether unlogged tables have foreign keys or triggers by now, or are partitions of a hash: then
    /// their rows cannot simply be copied once more. Rows of one partition of the source may have been
    /// sorted into another one here.
    public static boolean isBeyondRefill(Connection target) throws SQLException {
        try (var statement = target.createStatement();
                var row = statement.executeQuery("""
                    SELECT FROM pg_catalog.pg_trigger AS t
                    JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
                    WHERE c.relpersistence = 'u'
                    UNION ALL
                    SELECT FROM pg_catalog.pg_class AS c
                    CROSS JOIN LATERAL pg_catalog.pg_partition_ancestors(c.oid) AS above (relid)
                    JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = above.relid
                    WHERE c.relpersistence = 'u' AND c.relispartition AND p.partstrat = 'h' LIMIT 1""")) {
            return row.next();
        }
    }

    /// In the transaction that forgets what was lost.
    static void renew(Connection target) throws SQLException {
        try (var statement = target.createStatement()) {
            statement.execute("INSERT INTO pgconvoy_ledger.since_crash VALUES (true)");
        }
    }
}
