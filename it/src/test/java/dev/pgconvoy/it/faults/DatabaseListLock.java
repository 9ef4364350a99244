package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.environment.RunningServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;

/// A lock on `pg_database` that makes each statement of ours on databases wait. One that is not meant is let through:
/// the lock is asked for once more behind it and then released, so that the next statement waits again.
final class DatabaseListLock implements AutoCloseable {

    private static final String WAITING = """
            SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name LIKE 'pgconvoy%'
            AND query ~ '^ *(CREATE|DROP|ALTER) DATABASE'""";
    private static final Duration LOOK = Duration.ofMillis(3);

    private final RunningServer target;
    private final Connection observer;
    private Connection holder;

    DatabaseListLock(RunningServer target) throws SQLException {
        this.target = target;
        this.observer = target.connect("postgres");
        this.holder = take();
    }

    /// Whether such a statement waits now.
    boolean stops(SeenPhase phase) throws SQLException, InterruptedException {
        return stops(statement -> isMeant(phase, statement));
    }

    /// Whether the database waits for the name that it is to have at the end.
    boolean stopsNaming(String database) throws SQLException, InterruptedException {
        return stops(statement -> statement.replace("\"", "").endsWith(" RENAME TO " + database));
    }

    private boolean stops(Predicate<String> isMeant) throws SQLException, InterruptedException {
        var waiting = SuperuserSql.lines(observer, WAITING);
        if (waiting.isEmpty()) {
            return false;
        }
        if (waiting.stream().anyMatch(isMeant)) {
            return true;
        }
        letThrough();
        return false;
    }

    private static boolean isMeant(SeenPhase phase, String statement) {
        return switch (phase) {
            case CREATE_DATABASE -> statement.contains("CREATE DATABASE");
            case DROP_DATABASE -> statement.contains("DROP DATABASE");
            case RENAME_DATABASE -> statement.contains(" RENAME TO ");
            case CONNECTED, SCHEMA, FIRST_ROWS, MID_COPY, INDEX, FOREIGN_KEY, VERIFY, FINISHING, CLOSING, ANNOUNCED ->
                throw new IllegalArgumentException(phase + " is not held by a lock");
        };
    }

    private void letThrough() throws SQLException, InterruptedException {
        var next = new FutureTask<>(this::take);
        Thread.ofVirtual().start(next);
        while (SuperuserSql.lines(
                        observer,
                        "SELECT 1 FROM pg_locks WHERE relation = 'pg_database'::regclass AND mode = 'ShareLock'"
                                + " AND NOT granted")
                .isEmpty()) {
            FaultPause.of(LOOK);
        }
        holder.close();
        try {
            holder = next.get();
        } catch (ExecutionException e) {
            throw new SQLException("the lock on the list of databases was lost", e);
        }
    }

    private Connection take() throws SQLException {
        var connection = target.connect("postgres");
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("LOCK TABLE pg_catalog.pg_database IN SHARE MODE");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// Lets all go on.
    @Override
    public void close() throws SQLException {
        try (observer) {
            holder.close();
        }
    }
}
