package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.preflight.examination.ConnectionAttempt;
import dev.pgconvoy.preflight.examination.ConnectionRefusal;
import dev.pgconvoy.preflight.examination.HostAddresses;
import dev.pgconvoy.preflight.examination.ServerAccess;
import dev.pgconvoy.preflight.examination.ServerSession;
import dev.pgconvoy.preflight.model.ExaminedSide;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Opens JDBC connections that write nothing. A server that stops answering is given up a while
/// after its own statement time-out.
final class JdbcAccess implements ServerAccess {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ServerConnector connector;
    private final Duration statementTimeout;
    private final HostAddresses addresses;

    JdbcAccess(ServerConnector connector, Duration statementTimeout) {
        this(connector, statementTimeout, HostAddresses.ofThisMachine());
    }

    JdbcAccess(ServerConnector connector, Duration statementTimeout, HostAddresses addresses) {
        this.connector = connector;
        this.statementTimeout = statementTimeout;
        this.addresses = addresses;
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
        var server = new Addressed(request, side, database);
        return session(server, request, side, database, open(request, side, database));
    }

    private JdbcSession session(
            JdbcSession.AddressedServer server,
            MigrationRequest request,
            ExaminedSide side,
            String database,
            Connection connection) {
        var others = new DatabaseSessions((other, owner) ->
                new JdbcSession(owner, server, request, side, other, open(request, side, other), false));
        return new JdbcSession(others, server, request, side, database, connection, true);
    }

    private final class Addressed implements JdbcSession.AddressedServer {

        private final MigrationRequest request;
        private final ExaminedSide side;
        private final String database;

        Addressed(MigrationRequest request, ExaminedSide side, String database) {
            this.request = request;
            this.side = side;
            this.database = database;
        }

        @Override
        public List<InetAddress> addresses() {
            try {
                return addresses.of(side.of(request).host());
            } catch (UnknownHostException _) {
                return List.of();
            }
        }

        @Override
        public JdbcSession at(InetAddress address) throws SQLException {
            var there = connector.openRaw(
                    side.serverSide(), side.of(request), database, request.id(), "preflight", address);
            return session(this, request, side, database, limited(there));
        }
    }

    private Connection open(MigrationRequest request, ExaminedSide side, String database) throws SQLException {
        return limited(connector.openRaw(side.serverSide(), side.of(request), database, request.id(), "preflight"));
    }

    private Connection limited(Connection connection) throws SQLException {
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
            statement.execute("SET statement_timeout = %d; SET default_transaction_read_only = on"
                    .formatted(statementTimeout.toMillis()));
        }
    }
}
