package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tables that are no longer what a snapshot sees. TRUNCATE and whatever rewrites, swaps or alters a table take effect
/// for every snapshot once they commit: its rows would seem to be gone, to the copy and to its verification alike.
///
/// It is asked once all tables are locked. From then on none of them can be replaced, so that what a second session
/// sees now stays true; what the snapshot sees must be the same.
public final class ReplacedTables {

    private static final int FETCH = 2_000;

    private ReplacedTables() {}

    private record Identity(long oid, long file, long columns) {}

    /// One query to each session, however many tables there are.
    ///
    /// @param inside the session that holds the snapshot and locks on all of these tables
    /// @param outside a session that reads what is committed now
    public static List<TableName> among(Collection<TableName> locked, Connection inside, Connection outside)
            throws SQLException {
        var seen = read(inside);
        var current = read(outside);
        return locked.stream()
                .filter(table -> !(seen.containsKey(table) && seen.get(table).equals(current.get(table))))
                .toList();
    }

    /// @param why a sentence
    public static MigrationException lost(String object, String why) {
        return new MigrationException(
                FailureCode.SNAPSHOT_LOST,
                object,
                "Replaced at the source after the snapshot was taken: " + why,
                "Nothing to do: the copy begins anew. If this happens again, migrate when nobody replaces tables.");
    }

    private static Map<TableName, Identity> read(Connection session) throws SQLException {
        var tables = new HashMap<TableName, Identity>();
        try (var statement = session.createStatement()) {
            statement.setFetchSize(FETCH);
            try (var rows = statement.executeQuery(Sql.read("snapshot/list_tables"))) {
                while (rows.next()) {
                    tables.put(
                            new TableName(rows.getString(2), rows.getString(3)),
                            new Identity(rows.getLong(1), rows.getLong(4), rows.getLong(5)));
                }
            }
        }
        return tables;
    }
}
