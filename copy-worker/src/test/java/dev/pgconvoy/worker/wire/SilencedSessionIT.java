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
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A server, or the network, that stops in the middle of a session: whoever is told to end does so within seconds,
/// encrypted or not.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilencedSessionIT {

    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    static Path folder;

    private static EmbeddedPostgres server;
    private SilencedProxy line;

    /// The TLS of links that are encrypted.
    enum Link {
        PLAIN(SslMode.DISABLE, ""),
        TLS_1_2(SslMode.REQUIRE, "TLSv1.2"),
        TLS_1_3(SslMode.REQUIRE, "TLSv1.3");

        private final SslMode mode;
        private final String version;

        Link(SslMode mode, String version) {
            this.mode = mode;
            this.version = version;
        }
    }

    @BeforeAll
    static void start() throws IOException, SQLException {
        var certificate = CertificateAuthority.in(folder, "authority").server("server", "DNS:localhost");
        server = FreshPostgres.in(folder.resolve("data"))
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .setServerConfig("ssl_key_file", certificate.key().toString())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void beforeServer() throws IOException {
        line = SilencedProxy.before(server.getPort());
    }

    @AfterEach
    void leaveServer() throws IOException {
        line.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_copy_into_a_target_that_reads_no_more_is_ended_from_another_thread(Link link) throws Exception {
        try (var source = open(server.getPort(), Link.PLAIN);
                var target = open(line.port(), link)) {
            var copy = endlessCopy(source, target);

            var abort = Thread.ofVirtual().start(() -> {
                source.abort();
                target.abort();
            });

            assertThat(abort.join(SOON)).isTrue();
            assertThat(copy.join(SOON)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_copy_into_a_target_that_reads_no_more_ends_when_it_is_interrupted(Link link) throws Exception {
        try (var source = open(server.getPort(), Link.PLAIN);
                var target = open(line.port(), link)) {
            var copy = endlessCopy(source, target);

            copy.interrupt();

            assertThat(copy.join(SOON)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_does_not_come_is_given_up_from_another_thread(Link link) throws Exception {
        try (var session = open(line.port(), link)) {
            var waiting = waitForAnswer(session);

            var abort = Thread.ofVirtual().start(session::abort);

            assertThat(abort.join(SOON)).isTrue();
            assertThat(waiting.join(SOON)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_does_not_come_is_given_up_when_its_reader_is_interrupted(Link link) throws Exception {
        try (var session = open(line.port(), link)) {
            var waiting = waitForAnswer(session);

            waiting.interrupt();

            assertThat(waiting.join(SOON)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_session_whose_server_is_silent_is_closed_soon(Link link) throws Exception {
        var session = open(line.port(), link);
        line.fallSilent();

        var closing = Thread.ofVirtual().start(() -> {
            try {
                session.close();
            } catch (SQLException _) {
                // It is closed as far as we are concerned.
            }
        });

        assertThat(closing.join(SOON)).isTrue();
    }

    /// Goes on until the target's line is full.
    private Thread endlessCopy(WireSession source, WireSession target) throws SQLException {
        try (var statement = target.jdbc().createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE lines (t text)");
        }
        var passed = new AtomicLong();
        var copy = Thread.ofVirtual().start(() -> {
            try {
                CopyRelay.relay(
                        source,
                        target,
                        List.of(new CopyRelay.Statements(
                                "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 10000000)) TO STDOUT",
                                "COPY pg_temp.lines FROM STDIN")),
                        (_, bytes) -> passed.addAndGet(bytes));
            } catch (SQLException _) {
                // That is what is waited for.
            }
        });
        Awaitility.await().until(() -> passed.get() > 0);
        line.fallSilent();
        var before = new AtomicLong(-1);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(300))
                .until(() -> before.getAndSet(passed.get()) == passed.get());
        return copy;
    }

    private Thread waitForAnswer(WireSession session) throws InterruptedException {
        var asked = new CountDownLatch(1);
        line.fallSilent();
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                asked.countDown();
                session.run(List.of("SELECT 1"));
            } catch (SQLException _) {
                // That is what is waited for.
            }
        });
        asked.await();
        return waiting;
    }

    private static WireSession open(int port, Link link) throws SQLException {
        setLatestVersion(link);
        var session = WireSession.open(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                ServerSide.TARGET,
                new ServerEndpoint("localhost", port, "postgres", Optional.empty(), link.mode, "postgres"),
                "postgres",
                MigrationId.parse("target/silenced"),
                "test");
        session.jdbc().setAutoCommit(false);
        try (var statement = session.jdbc().createStatement()) {
            statement.execute("SELECT 1");
        }
        return session;
    }

    private static void setLatestVersion(Link link) throws SQLException {
        if (link.mode == SslMode.DISABLE) {
            return;
        }
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET ssl_max_protocol_version = '%s'".formatted(link.version));
            statement.execute("SELECT pg_reload_conf()");
        }
    }
}
