package dev.pgconvoy.worker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.SilentServer;
import dev.pgconvoy.fixture.SilentServer.Manner;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.ServerConnector;
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

/// A session that is being opened, whose sockets we keep ourselves: a server that stops in the middle of the handshake
/// or of the login keeps neither a thread nor a socket of ours.
class SilentLoginTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String THREAD_OF_LOGIN = "PostgreSQL JDBC driver connection thread";

    @ParameterizedTest
    @EnumSource
    void a_server_that_does_not_answer_is_left_soon(Manner manner) throws Exception {
        try (var server = new SilentServer(manner)) {
            var opening = openAt(server, manner, Duration.ofSeconds(1));

            assertThat(opening.await(4 * SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(server.awaitLeft(SOON.toSeconds())).isTrue();
            awaitNoThreadOfLogin();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoever_is_interrupted_leaves_a_server_that_does_not_answer_at_once(Manner manner) throws Exception {
        try (var server = new SilentServer(manner)) {
            var ended = new CountDownLatch(1);
            var opening = Thread.ofVirtual().start(() -> open(server, manner, Duration.ofMinutes(5), ended));
            assertThat(server.awaitHeard(SOON.toSeconds())).isTrue();

            opening.interrupt();

            assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(server.awaitLeft(SOON.toSeconds())).isTrue();
            awaitNoThreadOfLogin();
        }
    }

    private static CountDownLatch openAt(SilentServer server, Manner manner, Duration connectTimeout) {
        var ended = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> open(server, manner, connectTimeout, ended));
        return ended;
    }

    private static void open(SilentServer server, Manner manner, Duration connectTimeout, CountDownLatch ended) {
        try (var _ = WireSession.open(
                new ServerConnector(new SecretResolver(Optional.empty()), connectTimeout),
                ServerSide.SOURCE,
                new ServerEndpoint(
                        "127.0.0.1",
                        server.port(),
                        "mover",
                        Optional.empty(),
                        manner.isEncrypted() ? SslMode.REQUIRE : SslMode.DISABLE,
                        "postgres"),
                "postgres",
                MigrationId.parse("target/silent"),
                "test")) {
            throw new AssertionError("a server that says nothing let somebody in");
        } catch (SQLException | RuntimeException _) {
            ended.countDown();
        }
    }

    private static void awaitNoThreadOfLogin() {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains(THREAD_OF_LOGIN)));
    }
}
