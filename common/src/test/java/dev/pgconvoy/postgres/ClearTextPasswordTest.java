package dev.pgconvoy.postgres;

import static dev.pgconvoy.fixture.Fixtures.anId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.AllowedServers;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever answers at a server's address may ask for the password in clear text.
class ClearTextPasswordTest {

    /// The same machine, but not by a name that says so: it stands for any other.
    private static final String ELSEWHERE = "127.1";

    @TempDir
    Path folder;

    private GreedyServer server;
    private ServerConnector connector;

    @BeforeEach
    void start() throws IOException {
        server = new GreedyServer();
        connector = connector(AllowedReferences.exactly(List.of(SecretRef.parse("env:PASSWORD"))));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"DISABLE", "ALLOW", "PREFER"})
    void over_a_link_that_is_not_verified_it_is_not_sent(SslMode mode) {
        var failure = catchThrowableOfType(MigrationException.class, () -> open(ELSEWHERE, mode))
                .failure();

        assertThat(server.logins()).isNotEmpty();
        assertThat(server.passwords()).isEmpty();
        assertThat(failure.code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED);
        assertThat(failure.message()).contains("asks for the password in clear text");
        assertThat(failure.remedy()).contains("verify-full", "scram-sha-256");
    }

    @Test
    void on_this_machine_it_is() {
        assertThat(catchThrowableOfType(MigrationException.class, () -> open("127.0.0.1", SslMode.PREFER)))
                .isNotNull();
        assertThat(server.passwords()).containsExactly("hunter2\0");
    }

    @Test
    void a_password_file_of_this_machine_is_nobodys_password() throws Exception {
        var file = Files.writeString(folder.resolve("pgpass"), "*:*:*:*:hunter2\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        System.setProperty("org.postgresql.pgpassfile", file.toString());
        try {
            var unnamed = endpoint("127.0.0.1", SslMode.PREFER, Optional.empty());

            var failure = catchThrowableOfType(
                    MigrationException.class,
                    () -> connector.open(ServerSide.SOURCE, unnamed, "postgres", anId(), "test"));

            assertThat(failure).isNotNull();
            assertThat(server.logins()).isNotEmpty();
            assertThat(server.passwords()).isEmpty();
        } finally {
            System.clearProperty("org.postgresql.pgpassfile");
        }
    }

    @Test
    void pg_dump_does_not_send_it_either() throws Exception {
        var said = dump(ELSEWHERE);

        assertThat(server.passwords()).isEmpty();
        assertThat(said).containsAnyOf("authentication method requirement", "channel binding required");
        assertThat(dump("127.0.0.1")).isNotBlank();
        assertThat(server.passwords()).containsExactly("hunter2\0");
    }

    @Test
    void nothing_is_connected_for_a_server_that_is_not_allowed_or_a_password_that_was_sealed_for_another() {
        var key = SealKey.create(folder.resolve("seal.json"));
        var use = new PasswordUse(anId().toString(), ServerSide.SOURCE, "old.example.org", 5432, "mover");
        var replayed = endpoint("127.0.0.1", SslMode.PREFER, Optional.of(key.seal(new Secret("hunter2"), use)));
        var unsealing = new ServerConnector(new SecretResolver(Optional.of(key)), Duration.ofSeconds(5));
        var closed = connector(AllowedReferences.DEFAULTS.within(AllowedServers.NONE));

        var sealed = catchThrowableOfType(
                MigrationException.class,
                () -> unsealing.open(ServerSide.SOURCE, replayed, "postgres", anId(), "test"));
        var refused = catchThrowableOfType(
                MigrationException.class,
                () -> closed.openRaw(
                        ServerSide.TARGET,
                        endpoint("127.0.0.1", SslMode.PREFER, Optional.empty()),
                        "postgres",
                        anId(),
                        "test"));

        assertThat(sealed.failure().code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED);
        assertThat(refused.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED);
        assertThat(server.logins()).isEmpty();
    }

    private static ServerConnector connector(AllowedReferences allowed) {
        return new ServerConnector(
                new SecretResolver(Optional.empty(), allowed, Map.of("PASSWORD", "hunter2")::get),
                Duration.ofSeconds(5));
    }

    private void open(String host, SslMode mode) throws Exception {
        connector
                .open(
                        ServerSide.SOURCE,
                        endpoint(host, mode, Optional.of(SecretRef.parse("env:PASSWORD"))),
                        "postgres",
                        anId(),
                        "test")
                .close();
    }

    private String dump(String host) throws Exception {
        var endpoint = endpoint(host, SslMode.PREFER, Optional.of(SecretRef.parse("env:PASSWORD")));
        var tools = PgTools.find(Optional.empty());
        var process = new ProcessBuilder(
                        tools.dump().toString(),
                        "--schema-only",
                        "--dbname=" + ServerConnector.libpqArguments(endpoint, tools))
                .redirectErrorStream(true);
        process.environment().put("LC_ALL", "C.UTF-8");
        process.environment().putAll(connector.libpqEnvironment(ServerSide.SOURCE, endpoint, "postgres", anId()));
        var running = process.start();
        var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        running.waitFor();
        return said;
    }

    private ServerEndpoint endpoint(String host, SslMode mode, Optional<SecretRef> password) {
        return new ServerEndpoint(host, server.port(), "mover", password, mode, "postgres");
    }
}
