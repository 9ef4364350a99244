package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Asks in a session of its own, which it keeps from one question to the next.
final class SessionLoadReader implements LoadReader {

    private static final Logger LOG = Logger.getLogger(SessionLoadReader.class);
    private static final int VERSION_OF_LSN = 10;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
    private static final String BEFORE_10 = WorkerSql.read("rate/look_at_load");
    private static final String SINCE_10 = WorkerSql.read("rate/look_at_load_pg10");

    private final ServerConnector connector;
    private @Nullable Connection session;
    private boolean isAsking;
    private boolean isClosed;

    SessionLoadReader(ServerConnector connector) {
        this.connector = connector;
    }

    @Override
    public SourceLoad read(CopyTask task) throws SQLException {
        try {
            return ask(open(task));
        } catch (SQLException e) {
            forget().ifPresent(SessionLoadReader::end);
            throw e;
        } finally {
            endAsking();
        }
    }

    private Connection open(CopyTask task) throws SQLException {
        var known = beginAsking();
        if (known.isPresent()) {
            return known.get();
        }
        var opened = connector.open(ServerSide.SOURCE, task.source(), task.database(), task.id(), "load");
        keep(opened);
        opened.setNetworkTimeout(Runnable::run, (int) LONGEST_ANSWER.toMillis());
        return opened;
    }

    private synchronized Optional<Connection> beginAsking() throws SQLException {
        if (isClosed) {
            throw notLookedAt();
        }
        isAsking = true;
        return Optional.ofNullable(session);
    }

    private void keep(Connection opened) throws SQLException {
        synchronized (this) {
            if (!isClosed) {
                session = opened;
                return;
            }
        }
        end(opened);
        throw notLookedAt();
    }

    private static SQLException notLookedAt() {
        return new SQLException("The source is not looked at any more.");
    }

    private synchronized Optional<Connection> forget() {
        var known = Optional.ofNullable(session);
        session = null;
        return known;
    }

    private synchronized void endAsking() {
        isAsking = false;
    }

    private static SourceLoad ask(Connection session) throws SQLException {
        var query = session.getMetaData().getDatabaseMajorVersion() < VERSION_OF_LSN ? BEFORE_10 : SINCE_10;
        try (var statement = session.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return new SourceLoad(row.getInt(1), bytes(row), seconds(row));
        }
    }

    private static Optional<Long> bytes(ResultSet row) throws SQLException {
        var bytes = row.getLong(2);
        return row.wasNull() ? Optional.empty() : Optional.of(bytes);
    }

    private static Optional<Double> seconds(ResultSet row) throws SQLException {
        var seconds = row.getDouble(3);
        return row.wasNull() ? Optional.empty() : Optional.of(seconds);
    }

    /// A session that waits for an answer is cut off: it need not be heard.
    @Override
    public void close() {
        Optional<Connection> known;
        boolean isWaiting;
        synchronized (this) {
            isClosed = true;
            isWaiting = isAsking;
            known = forget();
        }
        known.ifPresent(isWaiting ? SessionLoadReader::cutOff : SessionLoadReader::end);
    }

    private static void cutOff(Connection session) {
        try {
            session.abort(Runnable::run);
        } catch (SQLException e) {
            tellNotClosed(e);
        }
    }

    private static void end(Connection session) {
        try {
            session.close();
        } catch (SQLException e) {
            tellNotClosed(e);
        }
    }

    private static void tellNotClosed(SQLException e) {
        LOG.debugf("A session that asked for the load of a source was not closed: %s", e.getMessage());
    }
}
