package dev.pgconvoy.worker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.CertificateAuthority;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The driver may open several sockets until one is let in; our wire must have that one.
class SessionTlsIT {

    @TempDir
    static Path folder;

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        var certificate = CertificateAuthority.in(folder, "authority").server("server", "DNS:localhost");
        var rules = Files.writeString(folder.resolve("pg_hba.conf"), """
                local     all all      trust
                host      all postgres samehost trust
                hostnossl all plain    samehost trust
                hostssl   all secure   samehost trust
                """);
        server = FreshPostgres.in(folder.resolve("data"))
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .setServerConfig("ssl_key_file", certificate.key().toString())
                .setServerConfig("hba_file", rules.toString())
                .start();
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE plain LOGIN; CREATE ROLE secure LOGIN");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void a_server_that_refuses_encrypted_links_is_spoken_to_in_clear_where_that_is_allowed() throws SQLException {
        assertThat(wireOf("plain", SslMode.PREFER)).isEqualTo("works");
    }

    @Test
    void a_server_that_refuses_clear_links_is_spoken_to_encrypted_where_clear_ones_are_tried_first()
            throws SQLException {
        assertThat(wireOf("secure", SslMode.ALLOW)).isEqualTo("works");
    }

    @Test
    void the_link_that_is_let_in_at_once_is_the_one() throws SQLException {
        assertThat(wireOf("plain", SslMode.DISABLE)).isEqualTo("works");
        assertThat(wireOf("plain", SslMode.ALLOW)).isEqualTo("works");
        assertThat(wireOf("secure", SslMode.PREFER)).isEqualTo("works");
        assertThat(wireOf("secure", SslMode.REQUIRE)).isEqualTo("works");
    }

    private static String wireOf(String user, SslMode mode) throws SQLException {
        try (var session = WireSession.open(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                ServerSide.SOURCE,
                new ServerEndpoint("localhost", server.getPort(), user, Optional.empty(), mode, "postgres"),
                "postgres",
                MigrationId.parse("target/tls"),
                "test")) {
            session.jdbc().setAutoCommit(false);
            try (var statement = session.jdbc().createStatement()) {
                statement.execute("SELECT 1");
                session.run(List.of("SET LOCAL pgconvoy.said = 'works'"));
                try (var row = statement.executeQuery("SELECT pg_catalog.current_setting('pgconvoy.said')")) {
                    row.next();
                    return row.getString(1);
                }
            }
        }
    }
}
