package dev.pgconvoy.worker.lead;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.LeaderLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Takes the lock of a migration for a leader session. The session that holds it is ended first; having the
/// lock means that this session is gone, with whatever statement it was in.
final class LockTakeover {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private LockTakeover() {}

    /// @throws dev.pgconvoy.failure.MigrationException CONTENTION when the holder cannot be ended
    static void take(Connection session, MigrationId id) throws SQLException {
        var until = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!tryTake(session, id)) {
            var holders = holders(session, id);
            if (System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                throw SessionInTheWay.contention(id, "The session that leads this migration", holders);
            }
            for (var holder : holders) {
                holder.end(session);
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    private static boolean tryTake(Connection session, MigrationId id) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT pg_catalog.pg_try_advisory_lock(%d, %d)"
                        .formatted(LeaderLock.CLASS, LeaderLock.key(id.toString())))) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static List<SessionInTheWay> holders(Connection session, MigrationId id) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery("""
                    SELECT pid, coalesce(application_name, ''), coalesce(usename, '?')
                    FROM pg_catalog.pg_stat_activity
                    WHERE pid <> pg_catalog.pg_backend_pid() AND pid IN (
                        SELECT pid FROM pg_catalog.pg_locks
                        WHERE %s AND database = (
                            SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
                    """.formatted(LeaderLock.condition(id.toString())))) {
            var holders = new ArrayList<SessionInTheWay>();
            while (rows.next()) {
                holders.add(new SessionInTheWay(rows.getInt(1), rows.getString(2), rows.getString(3)));
            }
            return holders;
        }
    }
}
