package dev.pgconvoy.worker.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
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
}
