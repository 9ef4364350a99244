package dev.pgconvoy.postgres;

import static dev.pgconvoy.fixture.Fixtures.anId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pgconvoy.fixture.SilentServer;
import dev.pgconvoy.fixture.SilentServer.Manner;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever listens and does not answer is given up, whenever that begins, and keeps nothing of ours.
class SilentServersTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final ServerConnector connector = new ServerConnector(
            new SecretResolver(Optional.empty(), AllowedReferences.DEFAULTS), Duration.ofSeconds(1));

    @ParameterizedTest
    @EnumSource
    void a_server_that_does_not_answer_is_left_soon(Manner manner) throws Exception {
        try (var server = new SilentServer(manner)) {
            var endpoint = new ServerEndpoint(
                    "127.0.0.1", server.port(), "mover", Optional.empty(), SslMode.DISABLE, "postgres");

            assertTimeoutPreemptively(
                    LONGEST,
                    () -> assertThatExceptionOfType(SQLException.class)
                            .isThrownBy(
                                    () -> connector.openRaw(ServerSide.SOURCE, endpoint, "postgres", anId(), "test")));

            assertThat(server.awaitLeft(LONGEST.toSeconds())).isTrue();
        }
    }
}
