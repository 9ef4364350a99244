package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.migration.MigrationId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.CRC32;

/// The one session through which databases of a target are created, renamed and dropped. It holds an advisory lock;
/// taking the lock ends the
/// session that held it, and with it the power of an older conductor to drop what a newer one made. It is never
/// opened
/// again: losing it is losing the lead.
final class Leadership {

    private static final int CLASS = 0x70_67_63_76;

    private Leadership() {}

    static void take(Connection admin, MigrationId id) throws SQLException {
        var key = key(id.toString());
        try (var statement = admin.createStatement()) {
            statement.execute("""
                    SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_locks
                    WHERE locktype = 'advisory' AND classid = %d AND objid = %d::int8::oid AND objsubid = 2
                      AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
                      AND granted AND pid <> pg_catalog.pg_backend_pid()
                    """.formatted(CLASS, Integer.toUnsignedLong(key)));
            statement.execute("SELECT pg_catalog.pg_advisory_lock(%d, %d)".formatted(CLASS, key));
        }
    }

    private static int key(String id) {
        var crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /// Whether somebody else leads this migration now, through whichever database.
    static boolean isTaken(Connection admin, String id) throws SQLException {
        try (var statement = admin.createStatement();
                var rows = statement.executeQuery("""
                        SELECT FROM pg_catalog.pg_locks
                        WHERE locktype = 'advisory' AND classid = %d AND objid = %d::int8::oid AND objsubid = 2
                          AND granted AND pid <> pg_catalog.pg_backend_pid()
                        """.formatted(CLASS, Integer.toUnsignedLong(key(id))))) {
            return rows.next();
        }
    }
}
