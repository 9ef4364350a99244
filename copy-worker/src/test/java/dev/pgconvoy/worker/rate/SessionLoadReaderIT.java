package dev.pgconvoy.worker.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SessionLoadReaderIT {

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        server = FreshPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static CopyTask task() {
        return CopyWork.aTaskFrom(new ServerEndpoint(
                "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.DISABLE, "postgres"));
    }

    private static Thread sleeping(String application) {
        return Thread.ofVirtual().start(() -> {
            try (var session = server.getPostgresDatabase().getConnection();
                    var statement = session.createStatement()) {
                session.setClientInfo("ApplicationName", application);
                statement.execute("SELECT pg_sleep(20)");
            } catch (SQLException e) {
                // The server was stopped, or the test has ended.
            }
        });
    }

    @Test
    void active_sessions_of_others_count_and_ours_do_not() throws Exception {
        try (var reader = new SessionLoadReader(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)))) {
            assertThat(reader.read(task())).isEqualTo(new SourceLoad(0, Optional.empty(), Optional.empty()));

            sleeping("shop");
            sleeping("pgconvoy copier");

            Awaitility.await().until(() -> reader.read(task()).activeSessions() == 1);
        }
    }

    @Test
    @Timeout(20)
    void a_question_under_way_is_ended_with_the_reader() throws Exception {
        var reader = new SessionLoadReader(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)));
        reader.read(task());
        // whoever connects would wait for the lock, too
        try (var watch = server.getPostgresDatabase().getConnection();
                var session = server.getPostgresDatabase().getConnection();
                var statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.execute("LOCK TABLE pg_catalog.pg_stat_activity IN ACCESS EXCLUSIVE MODE");
            var failure = new AtomicReference<SQLException>();
            var asking = Thread.ofVirtual().start(() -> {
                try {
                    reader.read(task());
                } catch (SQLException e) {
                    failure.set(e);
                }
            });
            Awaitility.await().until(() -> isSomebodyWaiting(watch));

            reader.close();

            assertThat(asking.join(Duration.ofSeconds(2))).isTrue();
            assertThat(failure).doesNotHaveNullValue();
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> reader.read(task()));
        }
    }

    private static boolean isSomebodyWaiting(Connection watch) throws SQLException {
        try (var statement = watch.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM pg_catalog.pg_locks WHERE NOT granted")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }
}
