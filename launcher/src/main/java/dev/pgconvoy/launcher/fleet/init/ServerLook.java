package dev.pgconvoy.launcher.fleet.init;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.text.Quantities;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Asks each server of a list for its version and the sizes of its databases. A server that does not answer is no
/// reason to stop: the file says so.
public final class ServerLook {

    private static final int AT_ONCE = 16;
    /// A server of many databases takes a while to add up their files.
    private static final int LONGEST_ANSWER_MILLIS = 60_000;
    private static final MigrationId NOBODY = new MigrationId("fleet", "init");
    private static final String SIZES = """
            SELECT count(*), sum(pg_database_size(oid)), current_setting('server_version_num')::int
            FROM pg_database
            WHERE datallowconn AND NOT datistemplate AND has_database_privilege(oid, 'CONNECT')
            """;

    private final ServerConnector connector;

    public ServerLook(ServerConnector connector) {
        this.connector = connector;
    }

    /// @return a comment for each server, in their order
    public List<String> remarks(List<ListedServer> servers) {
        try (var threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            var looks = new ArrayList<Future<String>>();
            servers.forEach(server -> looks.add(threads.submit((Callable<String>) () -> remark(server))));
            return IntStream.range(0, looks.size())
                    .mapToObj(i -> result(looks.get(i)))
                    .toList();
        }
    }

    private static String result(Future<String> look) {
        try {
            return look.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a look at a server failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "not looked at";
        }
    }

    private String remark(ListedServer server) {
        return "source: %s; target: %s"
                .formatted(
                        remark(ServerSide.SOURCE, server, server.sourcePassword()),
                        remark(ServerSide.TARGET, server, server.targetPassword()));
    }

    private String remark(ServerSide side, ListedServer server, Optional<String> password) {
        var uri = side == ServerSide.SOURCE ? server.source() : server.target();
        try {
            var endpoint = new ServerEndpoint(
                    uri.host(),
                    uri.port(),
                    uri.user().orElse(System.getProperty("user.name")),
                    password.map(SecretRef::parse),
                    uri.sslMode().orElse(SslMode.PREFER),
                    uri.database().orElse("postgres"));
            return remark(side, endpoint);
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String remark(ServerSide side, ServerEndpoint endpoint) {
        try (var connection = connector.open(side, endpoint, endpoint.maintenanceDatabase(), NOBODY, "look")) {
            connection.setNetworkTimeout(Runnable::run, LONGEST_ANSWER_MILLIS);
            return remark(connection);
        } catch (MigrationException e) {
            return "not reached: " + e.failure().message();
        } catch (SQLException e) {
            return "not reached: SQLSTATE " + e.getSQLState();
        }
    }

    private static String remark(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(SIZES)) {
            row.next();
            return "PostgreSQL %s, %d database%s, %s"
                    .formatted(
                            new ServerVersion(row.getInt(3)),
                            row.getInt(1),
                            row.getInt(1) == 1 ? "" : "s",
                            Quantities.bytes(row.getLong(2)));
        }
    }
}
