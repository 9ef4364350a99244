package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.examination.ServerSession;
import dev.pgconvoy.preflight.model.ExaminedSide;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A session over one JDBC connection. One in another database than the first goes back to the others when it is
/// closed.
final class JdbcSession implements ServerSession {

    private static final Logger LOG = Logger.getLogger(JdbcSession.class);
    private static final String VERSION = "SELECT current_setting('server_version_num')::int";

    private final DatabaseSessions others;
    private final AddressedServer server;
    private final MigrationRequest request;
    private final ExaminedSide side;
    private final String database;
    private final Connection connection;
    private final boolean first;
    private volatile @Nullable ServerVersion version;

    /// The server's name as a choice of addresses.
    interface AddressedServer {

        List<InetAddress> addresses();

        JdbcSession at(InetAddress address) throws SQLException;
    }

    JdbcSession(
            DatabaseSessions others,
            AddressedServer server,
            MigrationRequest request,
            ExaminedSide side,
            String database,
            Connection connection,
            boolean first) {
        this.others = others;
        this.server = server;
        this.request = request;
        this.side = side;
        this.database = database;
        this.connection = connection;
        this.first = first;
    }

    @Override
    public ExaminedSide side() {
        return side;
    }

    @Override
    public ServerEndpoint endpoint() {
        return side.of(request);
    }

    @Override
    public ServerVersion version() throws SQLException {
        var known = version;
        if (known == null) {
            known = query(VERSION, row -> new ServerVersion(row.getInt(1))).getFirst();
            version = known;
        }
        return known;
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
    public <R> R ask(Question<R> question) throws SQLException {
        return question.ask(connection);
    }

    @Override
    public ServerSession in(String other) throws SQLException {
        return others.take(other);
    }

    @Override
    public List<InetAddress> addresses() {
        return server.addresses();
    }

    @Override
    public ServerSession at(InetAddress address) throws SQLException {
        return server.at(address);
    }

    String database() {
        return database;
    }

    boolean isIn(String wanted) {
        return database.equals(wanted);
    }

    boolean isUsable() {
        try {
            return !connection.isClosed();
        } catch (SQLException _) {
            return false;
        }
    }

    @Override
    public void close() {
        if (first) {
            others.close();
            end();
        } else {
            others.giveBack(this);
        }
    }

    void end() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debugf(e, "A session on the %s did not close cleanly", server());
        }
    }
}
