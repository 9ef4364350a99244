package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.LeaderLock;
import java.sql.Connection;
import java.sql.SQLException;

/// The one session through which databases of a target are created, renamed and dropped. It holds an advisory lock;
/// taking the lock ends the
/// session that held it, and with it the power of an older conductor to drop what a newer one made. It is never
/// opened
/// again: losing it is losing the lead.
final class Leadership {

    private Leadership() {}

    static void take(Connection admin, MigrationId id) throws SQLException {
        try (var statement = admin.createStatement()) {
            statement.execute("""
                    SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_locks
                    WHERE %s
                      AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
                      AND pid <> pg_catalog.pg_backend_pid()
                    """.formatted(LeaderLock.condition(id.toString())));
            statement.execute("SELECT pg_catalog.pg_advisory_lock(%d, %d)"
                    .formatted(LeaderLock.CLASS, LeaderLock.key(id.toString())));
        }
    }

    /// Whether somebody else leads this migration now, through whichever database.
    static boolean isTaken(Connection admin, String id) throws SQLException {
        return LeaderLock.isHeld(admin, id);
    }
}
