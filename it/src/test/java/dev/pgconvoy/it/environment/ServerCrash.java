package dev.pgconvoy.it.environment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pgconvoy.it.content.SuperuserSql;
import java.sql.SQLException;
import java.time.Duration;

/// A server's crash: one of its processes dies by SIGKILL, so it ends all sessions, recovers from its log
/// and empties the tables that have none.
public final class ServerCrash {

    private static final Duration RECOVERED = Duration.ofSeconds(60);

    private ServerCrash() {}

    /// Returns when the server accepts connections again. Skips the test where the server is not a process of this
    /// machine.
    public static void of(RunningServer server) {
        try (var connection = server.connect("postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            var session = ProcessHandle.of(rows.getLong(1));
            assumeTrue(
                    session.flatMap(process -> process.info().command())
                            .filter(command -> command.endsWith("postgres"))
                            .isPresent(),
                    "the server runs somewhere else");
            session.orElseThrow().destroyForcibly();
        } catch (SQLException endedWithItsSession) {
            // As it was meant.
        }
        await("the server has recovered")
                .atMost(RECOVERED)
                .ignoreExceptions()
                .until(() ->
                        SuperuserSql.lines(server, "postgres", "SELECT 't'").contains("t"));
    }
}
