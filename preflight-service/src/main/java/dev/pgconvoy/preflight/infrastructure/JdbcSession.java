package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.check.ServerSession;
import dev.pgconvoy.preflight.model.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/// A session over one JDBC connection.
final class JdbcSession implements ServerSession {

    private static final Logger LOG = Logger.getLogger(JdbcSession.class);
    private static final String VERSION = "SELECT current_setting('server_version_num')::int";

    private final JdbcAccess access;
    private final MigrationRequest request;
    private final Side side;
    private final Connection connection;

    JdbcSession(JdbcAccess access, MigrationRequest request, Side side, Connection connection) {
        this.access = access;
        this.request = request;
        this.side = side;
        this.connection = connection;
    }

    @Override
    public Side side() {
        return side;
    }

    @Override
    public ServerEndpoint endpoint() {
        return side.of(request);
    }

    @Override
    public ServerVersion version() throws SQLException {
        return query(VERSION, row -> new ServerVersion(row.getInt(1))).getFirst();
    }

    @Override
    public <R> List<R> query(String sql, RowReader<R> reader, String... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (var result = statement.executeQuery()) {
                var rows = new ArrayList<R>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        }
    }

    @Override
    public ServerSession in(String database) throws SQLException {
        return access.open(request, side, database);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debugf(e, "A session on the %s did not close cleanly", server());
        }
    }
}
