package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.postgres.TableName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/// Keeps tables from being dropped, emptied or rewritten while a snapshot of them is read.
///
/// A table that somebody is changing is waited for, but never while locks on others are held: the two of us could
/// wait for each other, and the server would make their change fail. All locks are let go and asked for again.
public final class TableLocks {

    private static final String OBJECT = "the tables of the source";
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int AT_ONCE = 1_000;
    private static final String SHORTER_THAN_DEADLOCK_TIMEOUT = "500ms";
    static final String NOT_AVAILABLE = "55P03";
    private static final String NO_TABLE = "42P01";
    private static final String NO_SCHEMA = "3F000";

    private TableLocks() {}

    /// @param session inside the snapshot
    /// @param patience after which a table that somebody keeps changing is a failure that may pass
    /// @throws MigrationException SNAPSHOT_LOST when a table is not there any more, CONTENTION after the patience
    static void take(SourceSession session, List<TableName> tables, Duration patience)
            throws SQLException, InterruptedException {
        take(session, tables, patience, PAUSE);
    }

    static void take(SourceSession session, List<TableName> tables, Duration patience, Duration pause)
            throws SQLException, InterruptedException {
        if (tables.isEmpty()) {
            return;
        }
        var until = System.nanoTime() + patience.toNanos();
        while (!tryToTake(session, tables)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() - until > 0) {
                throw new MigrationException(
                        FailureCode.CONTENTION,
                        OBJECT,
                        "A table was locked by somebody else for %s.".formatted(patience),
                        "Look in pg_locks for who holds an AccessExclusiveLock.");
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private static boolean tryToTake(SourceSession session, List<TableName> tables) throws SQLException {
        try {
            session.lockBriefly(tables);
            return true;
        } catch (SQLException e) {
            return switch (String.valueOf(e.getSQLState())) {
                case NOT_AVAILABLE -> false;
                case NO_TABLE, NO_SCHEMA -> throw ReplacedTables.lost(OBJECT, ServerErrorText.of(e));
                default -> throw e;
            };
        }
    }

    /// Many tables are locked at once, and each of the statements waits for a short while.
    static List<String> statements(List<TableName> tables) {
        var locks = tables.stream()
                .map(table -> "ONLY " + table.quoted())
                .gather(Gatherers.windowFixed(AT_ONCE))
                .map(some -> "LOCK TABLE %s IN ACCESS SHARE MODE".formatted(String.join(", ", some)));
        return Stream.of(
                        Stream.of("SET LOCAL lock_timeout = '%s'".formatted(SHORTER_THAN_DEADLOCK_TIMEOUT)),
                        locks,
                        Stream.of("SET LOCAL lock_timeout = 0"))
                .flatMap(some -> some)
                .toList();
    }
}
