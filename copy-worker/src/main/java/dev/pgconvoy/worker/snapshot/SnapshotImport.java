package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/// Begins a transaction inside the snapshot that another session exported.
public final class SnapshotImport {

    /// How servers say that nobody holds the snapshot any more: its file is gone (22023, since version 17 42704), was
    /// left by a crash (22P02), or its holder is ending (55000).
    private static final Set<String> GONE = Set.of("22023", "42704", "22P02", "55000");

    private SnapshotImport() {}

    /// The first statement of a transaction that is to have its own snapshot or to import one.
    public static void begin(Connection session) throws SQLException {
        SourceSession.of(session).beginReading();
    }

    /// @param session without auto-commit, after [#begin] and before any query
    /// @throws MigrationException SNAPSHOT_LOST when nobody holds it any more
    public static void into(Connection session, String snapshot) throws SQLException {
        into(SourceSession.of(session), snapshot);
    }

    static void into(SourceSession session, String snapshot) throws SQLException {
        try {
            session.enter(snapshot);
        } catch (SQLException e) {
            if (GONE.contains(e.getSQLState())) {
                throw lost(
                        "snapshot " + snapshot, "nobody holds it any more (SQLSTATE %s).".formatted(e.getSQLState()));
            }
            throw e;
        }
    }

    /// @param object the snapshot, or what of it cannot be read
    /// @param why a sentence
    public static MigrationException lost(String object, String why) {
        return new MigrationException(
                FailureCode.SNAPSHOT_LOST,
                object,
                "The snapshot of the source can no longer be read: " + why,
                "Nothing to do: the copy begins anew. If this happens again, find out what ends idle transactions on the source.");
    }
}
