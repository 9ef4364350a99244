package dev.pgconvoy.worker.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceWatchIT {

    @TempDir
    private Path folder;

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return FreshPostgres.in(folder).setPort(port).start();
    }

    private static Connection session(int port) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), "postgres", "");
    }

    @Test
    void a_restart_of_the_source_is_noticed_and_nothing_else() throws IOException, SQLException {
        var port = freePort();
        var server = start(port);
        try (var snapshot = SourceSnapshot.take(session(port));
                var watch = SourceWatch.start(snapshot, () -> session(port))) {
            try (var admin = session(port);
                    var statement = admin.createStatement()) {
                await().until(() -> others(admin) == 2);
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND state = 'idle'");
                await().until(() -> others(admin) == 2); // it looks again in another session
            }
            assertThatCode(() -> watch.requireNotStartedAgain("it")).doesNotThrowAnyException();
            server.close();
            server = start(port);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(lost(watch)).isEqualTo(FailureCode.SNAPSHOT_LOST));
        } finally {
            server.close();
        }
    }

    private static int others(Connection admin) throws SQLException {
        try (var statement = admin.createStatement();
                var row = statement.executeQuery("SELECT count(*)::int FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Object lost(SourceWatch watch) {
        try {
            watch.requireNotStartedAgain("database");
            return "nothing";
        } catch (MigrationException e) {
            return e.failure().code();
        }
    }
}
