package dev.pgconvoy.azure;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fixtures.anId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.PostgresServer;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token in place of a password, on a server that takes it encrypted only, and renewed while connections come and go.
class TokenIT {

    @TempDir
    Path folder;

    private PostgresServer server;
    private Path token;
    private ServerConnector connector;

    @BeforeEach
    void start() throws Exception {
        server = PostgresServer.startEncrypted("bearer");
        token = folder.resolve("token");
        var allowed = new AllowedReferences(List.of(), List.of(), List.of(), List.of("localhost"));
        var azure = new AzureSecrets(
                name -> Optional.of("file:" + token).filter(_ -> name.equals("pgconvoy.azure.token")), () -> NOON);
        connector =
                new ServerConnector(new SecretResolver(Optional.empty(), allowed).with(azure), Duration.ofSeconds(10));
        asOwner("CREATE ROLE bearer LOGIN; SELECT pg_reload_conf()");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void connections_that_are_opened_later_get_the_token_of_that_time() throws Exception {
        become("token-1");
        try (var first = connector.open(ServerSide.SOURCE, bearer(), "postgres", anId(), "test")) {
            become("token-2");
            try (var second = connector.open(ServerSide.SOURCE, bearer(), "postgres", anId(), "test")) {
                assertThat(first.isValid(5)).isTrue();
                assertThat(second.isValid(5)).isTrue();
            }
        }
        assertThat(dump()).contains("PostgreSQL database dump complete");
        Files.writeString(token, "token-1");
        assertThat(dump()).contains("password authentication failed").doesNotContain("token-1");
        assertThat(catchThrowableOfType(
                                MigrationException.class,
                                () -> connector.open(ServerSide.SOURCE, bearer(), "postgres", anId(), "test"))
                        .failure()
                        .code())
                .isEqualTo(FailureCode.AUTHENTICATION_FAILED);
    }

    @Test
    void a_password_that_the_server_does_not_see_goes_over_a_link_that_is_not_verified() throws Exception {
        server.demandPasswordOf("guarded");
        asOwner("CREATE ROLE guarded LOGIN PASSWORD 'hunter2'; SELECT pg_reload_conf()");
        Files.writeString(folder.resolve("password"), "hunter2");
        // Another name of this machine, which stands for any other machine.
        var elsewhere = new ServerEndpoint(
                "127.1",
                server.port(),
                "guarded",
                Optional.of(SecretRef.parse("file:" + folder.resolve("password"))),
                SslMode.REQUIRE,
                "postgres");
        connector = new ServerConnector(
                new SecretResolver(Optional.empty(), new AllowedReferences(List.of(), List.of(folder))),
                Duration.ofSeconds(10));

        connector.open(ServerSide.SOURCE, elsewhere, "postgres", anId(), "test").close();
        assertThat(dump(elsewhere)).contains("PostgreSQL database dump complete");
    }

    private String dump() throws Exception {
        return dump(bearer());
    }

    private String dump(ServerEndpoint endpoint) throws Exception {
        var tools = PgTools.find(Optional.empty());
        var process = new ProcessBuilder(
                        tools.dump().toString(),
                        "--schema-only",
                        "--no-sync",
                        "--dbname=" + ServerConnector.libpqArguments(endpoint, tools))
                .redirectErrorStream(true);
        process.environment().putAll(connector.libpqEnvironment(ServerSide.SOURCE, endpoint, "postgres", anId()));
        var running = process.start();
        var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        running.waitFor();
        return said;
    }

    private void become(String value) throws Exception {
        Files.writeString(token, value);
        asOwner("ALTER ROLE bearer PASSWORD " + Identifiers.literal(value));
    }

    private void asOwner(String sql) throws SQLException {
        var owner = new ServerEndpoint(
                "localhost", server.port(), "postgres", Optional.empty(), SslMode.PREFER, "postgres");
        try (var connection = connector.open(ServerSide.SOURCE, owner, "postgres", anId(), "test");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private ServerEndpoint bearer() {
        return new ServerEndpoint(
                "localhost",
                server.port(),
                "bearer",
                Optional.of(SecretRef.parse("entra:")),
                SslMode.REQUIRE,
                "postgres");
    }
}
