package dev.pgconvoy.worker.lead;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;

/// The advisory lock of a migration, held by its leader session in the maintenance database. Whoever takes it ends the
/// session that holds it; having it means that this session is gone, with whatever statement it was in.
public final class LeaderLock {

    static final int CLASS = 0x70_67_63_76;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private LeaderLock() {}

    /// @throws MigrationException CONTENTION when the holder cannot be ended
    static void take(Connection session, String id) throws SQLException {
        var key = key(id);
        var until = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!tryTake(session, key)) {
            if (System.nanoTime() - until > 0) {
                throw new MigrationException(
                        FailureCode.CONTENTION,
                        id,
                        "The session that leads this migration on the target cannot be ended.",
                        "End it: SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'pgconvoy leader %'");
            }
            endHolders(session, key);
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new MigrationException(FailureCode.CONTENTION, id, "Interrupted.", "");
            }
        }
    }

    private static boolean tryTake(Connection session, int key) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(
                        "SELECT pg_catalog.pg_try_advisory_lock(%d, %d)".formatted(CLASS, key))) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void endHolders(Connection session, int key) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(
                    "SELECT pg_catalog.pg_terminate_backend(pid) " + holders(key)
                            + " AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())");
        }
    }

    private static String holders(int key) {
        return """
                FROM pg_catalog.pg_locks
                WHERE locktype = 'advisory' AND classid = %d AND objid = %d::int8::oid AND objsubid = 2
                  AND granted AND pid <> pg_catalog.pg_backend_pid()""".formatted(CLASS, Integer.toUnsignedLong(key));
    }

    /// Whether somebody else leads this migration now, through whichever database of the server.
    public static boolean isTaken(Connection session, String id) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery("SELECT " + holders(key(id)))) {
            return rows.next();
        }
    }

    private static int key(String id) {
        var crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
