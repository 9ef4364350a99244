package dev.pgconvoy.worker.lead;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Shows on the target that the leader lives, whatever it waits for: a session of its own that says something each
/// second. The leader session itself may be in a long CREATE DATABASE, or idle while a materialized view is filled.
///
/// It is not opened again once it is lost; a newcomer then sees what the leader session does, as before.
public final class LeadHeartbeat implements AutoCloseable {

    static final String PURPOSE = "heartbeat";

    private static final Logger LOG = Logger.getLogger(LeadHeartbeat.class);
    private static final Duration BETWEEN_BEATS = Duration.ofSeconds(1);

    private final Supplier<Connection> open;
    private final Thread thread;

    private LeadHeartbeat(Supplier<Connection> open) {
        this.open = open;
        this.thread = Thread.ofVirtual().name("lead-heartbeat").unstarted(this::beat);
    }

    /// @param open opens a session of this name in the maintenance database of the target
    public static LeadHeartbeat start(Supplier<Connection> open) {
        var heartbeat = new LeadHeartbeat(open);
        heartbeat.thread.start();
        return heartbeat;
    }

    public static String sessionName(LeadTerm term) {
        return SessionName.of(PURPOSE, term);
    }

    private void beat() {
        try {
            Thread.sleep(BETWEEN_BEATS);
            try (var session = open.get();
                    var statement = session.createStatement()) {
                while (true) {
                    statement.execute("SELECT 1");
                    Thread.sleep(BETWEEN_BEATS);
                }
            }
        } catch (InterruptedException _) {
            // it is not needed any more
        } catch (SQLException | MigrationException e) {
            LOG.debugf("the heartbeat ends: %s", ServerErrorText.ofAny(e));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
