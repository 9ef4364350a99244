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

/// Asks in a session of its own, which it keeps from one question to the next. For one thread at
/// a time.
final class SessionLoadReader implements LoadReader {

    private static final Logger LOG = Logger.getLogger(SessionLoadReader.class);
    private static final int VERSION_OF_LSN = 10;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
    private static final String BEFORE_10 = WorkerSql.read("rate/look_at_load");
    private static final String SINCE_10 = WorkerSql.read("rate/look_at_load_pg10");

    private final ServerConnector connector;
    private @Nullable Connection session;

    SessionLoadReader(ServerConnector connector) {
        this.connector = connector;
    }

    @Override
    public SourceLoad read(CopyTask task) throws SQLException {
        try {
            return ask(open(task));
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private Connection open(CopyTask task) throws SQLException {
        var known = session;
        if (known != null) {
            return known;
        }
        var opened = connector.open(ServerSide.SOURCE, task.source(), task.database(), task.id(), "load");
        session = opened;
        opened.setNetworkTimeout(Runnable::run, (int) LONGEST_ANSWER.toMillis());
        return opened;
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

    @Override
    public void close() {
        var known = session;
        session = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                LOG.debugf("A session that asked for the load of a source was not closed: %s", e.getMessage());
            }
        }
    }
}
