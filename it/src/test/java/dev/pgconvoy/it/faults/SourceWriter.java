package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.environment.RunningServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Somebody who writes to the source while it is copied: each transaction adds one row with the same next id to two
/// tables, so that whoever sees a snapshot sees the ids from 1 without a gap, and the same in both.
final class SourceWriter implements AutoCloseable {

    private static final Duration AFTER_A_FAULT = Duration.ofMillis(200);

    private final RunningServer source;
    private final String database;
    private final Duration pause;
    private final Thread thread;
    private volatile boolean closed;

    private SourceWriter(RunningServer source, String database, Duration pause) {
        this.source = source;
        this.database = database;
        this.pause = pause;
        this.thread = Thread.ofVirtual().unstarted(this::write);
    }

    static SourceWriter start(RunningServer source, String database, Duration pause) {
        var writer = new SourceWriter(source, database, pause);
        writer.thread.start();
        return writer;
    }

    private void write() {
        while (!closed) {
            try (var connection = source.connect(database)) {
                connection.setAutoCommit(false);
                while (!closed) {
                    add(connection);
                    FaultPause.of(pause);
                }
            } catch (SQLException sourceIsDown) {
                try {
                    FaultPause.of(AFTER_A_FAULT);
                } catch (InterruptedException e) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void add(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("INSERT INTO live_left SELECT max(id) + 1, nextval('numbers') FROM live_left");
            statement.execute("INSERT INTO live_right SELECT * FROM live_left ORDER BY id DESC LIMIT 1");
            connection.commit();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
