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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever listens and does not answer is given up, whenever that begins, and keeps nothing of ours.
class SilentServersTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String THREAD_OF_LOGIN = "PostgreSQL JDBC driver connection thread";

    @ParameterizedTest
    @EnumSource
    void a_server_that_does_not_answer_is_left_soon(Manner manner) throws Exception {
        try (var server = new SilentServer(manner)) {
            var endpoint = endpoint(server, manner);
            var connector = connector(Duration.ofSeconds(1));

            assertTimeoutPreemptively(
                    LONGEST,
                    () -> assertThatExceptionOfType(SQLException.class)
                            .isThrownBy(
                                    () -> connector.openRaw(ServerSide.SOURCE, endpoint, "postgres", anId(), "test")));

            assertThat(server.awaitLeft(LONGEST.toSeconds())).isTrue();
            awaitNoThreadOfLogin();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoever_is_interrupted_leaves_a_server_that_does_not_answer_at_once(Manner manner) throws Exception {
        try (var server = new SilentServer(manner)) {
            var endpoint = endpoint(server, manner);
            var connector = connector(Duration.ofMinutes(5));
            var ended = new CountDownLatch(1);
            var waiting = Thread.ofVirtual().start(() -> {
                try {
                    connector.openRaw(ServerSide.SOURCE, endpoint, "postgres", anId(), "test");
                } catch (SQLException | RuntimeException _) {
                    ended.countDown();
                }
            });
            assertThat(server.awaitHeard(LONGEST.toSeconds())).isTrue();

            waiting.interrupt();

            assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(server.awaitLeft(SOON.toSeconds())).isTrue();
            awaitNoThreadOfLogin();
        }
    }

    private static ServerConnector connector(Duration connectTimeout) {
        return new ServerConnector(new SecretResolver(Optional.empty(), AllowedReferences.DEFAULTS), connectTimeout);
    }

    private static ServerEndpoint endpoint(SilentServer server, Manner manner) {
        return new ServerEndpoint(
                "127.0.0.1",
                server.port(),
                "mover",
                Optional.empty(),
                manner.isEncrypted() ? SslMode.REQUIRE : SslMode.DISABLE,
                "postgres");
    }

    private static void awaitNoThreadOfLogin() {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains(THREAD_OF_LOGIN)));
    }
}
