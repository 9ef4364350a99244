package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.CopyTask;
import dev.pgconvoy.postgres.ServerConnector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The two sessions of a slot, kept from task to task while they fit and closed when idle.
final class Sessions implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Sessions.class);
    private static final Duration IDLE = Duration.ofSeconds(3);

    private record Key(String migration, String database, int epoch, String snapshot) {}

    private final ServerConnector connector;
    private @Nullable Key key;
    private @Nullable Connection source;
    private @Nullable Connection target;
    private long usedAtNanos;

    Sessions(ServerConnector connector) {
        this.connector = connector;
    }

    /// Makes both sessions fit the task.
    void prepare(CopyTask task) {
        var wanted = new Key(task.id().toString(), task.database(), task.epoch(), task.snapshot());
        if (!wanted.equals(key)) {
            close();
            source = connector.open(task.source(), task.database(), task.id(), "copier");
            target = connector.open(task.target(), task.database(), task.id(), "copier");
            key = wanted;
        }
        usedAtNanos = System.nanoTime();
    }

    Connection source() {
        return java.util.Objects.requireNonNull(source);
    }

    Connection target() {
        return java.util.Objects.requireNonNull(target);
    }

    void closeWhenIdle() {
        if (key != null && System.nanoTime() - usedAtNanos > IDLE.toNanos()) {
            close();
        }
    }

    @Override
    public void close() {
        key = null;
        close(source);
        close(target);
        source = null;
        target = null;
    }

    private static void close(@Nullable Connection session) {
        if (session != null) {
            try {
                session.close();
            } catch (SQLException e) {
                LOG.debugf("closing a session: %s", e.getMessage());
            }
        }
    }
}
