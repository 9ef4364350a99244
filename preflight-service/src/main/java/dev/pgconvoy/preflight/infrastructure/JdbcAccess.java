package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.preflight.examination.ConnectionAttempt;
import dev.pgconvoy.preflight.examination.ConnectionRefusal;
import dev.pgconvoy.preflight.examination.ServerAccess;
import dev.pgconvoy.preflight.examination.ServerSession;
import dev.pgconvoy.preflight.model.ExaminedSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Opens JDBC connections that write nothing. A server that stops answering is given up a while
/// after its own statement time-out.
final class JdbcAccess implements ServerAccess {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ServerConnector connector;
    private final Duration statementTimeout;

    JdbcAccess(ServerConnector connector, Duration statementTimeout) {
        this.connector = connector;
        this.statementTimeout = statementTimeout;
    }

    @Override
    public ConnectionAttempt connect(MigrationRequest request, ExaminedSide side) {
        var endpoint = side.of(request);
        try {
            return new ConnectionAttempt.Connected(first(request, side, endpoint.maintenanceDatabase()));
        } catch (SQLException e) {
            return new ConnectionAttempt.Refused(ConnectionRefusal.of(side, endpoint, e));
        } catch (MigrationException e) {
            return new ConnectionAttempt.Refused(ConnectionRefusal.ours(side, endpoint, e.failure()));
        }
    }

    private ServerSession first(MigrationRequest request, ExaminedSide side, String database) throws SQLException {
        var others = new DatabaseSessions(
                (other, owner) -> new JdbcSession(owner, request, side, other, open(request, side, other), false));
        return new JdbcSession(others, request, side, database, open(request, side, database), true);
    }

    private Connection open(MigrationRequest request, ExaminedSide side, String database) throws SQLException {
        var connection = connector.openRaw(side.serverSide(), side.of(request), database, request.id(), "preflight");
        try {
            limit(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void limit(Connection connection) throws SQLException {
        connection.setNetworkTimeout(
                Runnable::run, (int) statementTimeout.plus(GRACE).toMillis());
        try (var statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = " + statementTimeout.toMillis());
            statement.execute("SET default_transaction_read_only = on");
        }
    }
}
