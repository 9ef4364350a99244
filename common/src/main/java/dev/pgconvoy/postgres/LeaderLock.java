package dev.pgconvoy.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.CRC32;

/// The advisory lock that whoever leads a migration holds in a session on the target. It is known here by its numbers,
/// so that those who take it and those who look at it cannot mean two different locks.
public final class LeaderLock {

    /// The first of the two numbers of every lock of this kind.
    public static final int CLASS = 0x70_67_63_76;

    private LeaderLock() {}

    /// The second number. Two migrations may share it, which only makes one wait for the other.
    ///
    /// @param migrationId in its text form, as ledgers keep it
    public static int key(String migrationId) {
        var crc = new CRC32();
        crc.update(migrationId.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /// The rows of `pg_locks` that are this lock, in whichever database of the server; `AND …` may follow.
    public static String condition(String migrationId) {
        return "locktype = 'advisory' AND classid = %d AND objid = %d::int8::oid AND objsubid = 2 AND granted"
                .formatted(CLASS, Integer.toUnsignedLong(key(migrationId)));
    }

    /// Whether another session than this one leads the migration now.
    public static boolean isHeld(Connection server, String migrationId) throws SQLException {
        return isThere(server, condition(migrationId));
    }

    /// Whether another session than this one leads any migration to the server now, by
    /// whatever name it has reached it.
    public static boolean isAnyHeld(Connection server) throws SQLException {
        return isThere(server, "locktype = 'advisory' AND classid = %d AND objsubid = 2 AND granted".formatted(CLASS));
    }

    private static boolean isThere(Connection server, String condition) throws SQLException {
        try (var statement = server.createStatement();
                var rows = statement.executeQuery(
                        "SELECT FROM pg_catalog.pg_locks WHERE %s AND pid <> pg_catalog.pg_backend_pid()"
                                .formatted(condition))) {
            return rows.next();
        }
    }
}
