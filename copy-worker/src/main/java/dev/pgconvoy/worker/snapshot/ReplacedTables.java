package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.TableName;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/// Tables that are no longer what a snapshot sees. TRUNCATE and whatever rewrites, swaps or alters a table take effect
/// for every snapshot once they commit: its rows would seem to be gone, to the copy and to its verification alike.
///
/// It is asked once all tables are locked. From then on none of them can be replaced, so that what a second session
/// sees now stays true; what the snapshot sees must be the same.
public final class ReplacedTables {

    private ReplacedTables() {}

    /// One query to each session, however many tables there are.
    ///
    /// @param inside the session that holds the snapshot and locks on all of these tables
    /// @param outside a session that reads what is committed now
    static List<TableName> among(Collection<TableName> locked, SourceSession inside, SourceSession outside)
            throws SQLException {
        var seen = inside.tables();
        var current = outside.tables();
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
}
