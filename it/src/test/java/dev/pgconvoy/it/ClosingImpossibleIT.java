package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.ServiceEnding;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The target's role may not log in any more while copiers have their sessions: as long as nobody can close the target,
/// no end is announced.
@Tag("long")
@UsesEnvironment
class ClosingImpossibleIT {

    private static final String DATABASE = "locked_out";
    private static final String ROLE = "locked_out_mover";
    private static final int SLOW = 200_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration LONGER_THAN_THE_RETRIES = Duration.ofSeconds(15);
    private static final Duration TWO_LEASES = Duration.ofSeconds(30);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    ClosingImpossibleIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("locking-target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void prepare() throws SQLException, IOException, InterruptedException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_split_tables"));
        SuperuserSql.execute(
                target,
                "postgres",
                "CREATE ROLE %1$s LOGIN CREATEDB PASSWORD '%2$s'; GRANT CREATE ON DATABASE postgres TO %1$s"
                        .formatted(ROLE, Files.readString(target.passwordFile()).strip()));
        for (var worker : TestEnvironment.WORKERS) {
            ServiceEnding.KILL.strike(environment.service(worker));
            environment.replaceWith(worker, Map.of("pgconvoy.retry.first", "50ms", "pgconvoy.retry.most", "3"));
        }
    }

    @AfterAll
    void restore() throws SQLException, IOException, InterruptedException {
        client.close();
        for (var worker : TestEnvironment.WORKERS) {
            ServiceEnding.KILL.strike(environment.service(worker));
            environment.replace(worker);
        }
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void no_end_is_announced_until_nobody_can_write() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW)) {
            // given
            var request = RequestJson.move("locked-out", slow.server(), target, DATABASE)
                    .asTargetUser(ROLE)
                    .with("\"rights\": {\"noOwner\": true, \"noAcl\": true},"
                            + " \"copy\": {\"splitTablesLargerThan\": 1048576}");
            client.request(request);
            try (var watch = SuperuserSql.watch(
                    target,
                    "SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE datname = '%s'".formatted(DATABASE))) {
                await("rows are on their way")
                        .pollInSameThread()
                        .atMost(PATIENCE)
                        .until(watch::isTrue);
            }

            // when
            SuperuserSql.execute(target, "postgres", "ALTER ROLE %s NOLOGIN".formatted(ROLE));
            SuperuserSql.lines(
                    target,
                    "postgres",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'pgconvoy%'"
                            + " AND application_name NOT LIKE '%copier%'");
            client.cancel(request.id(), "the window closes");

            // then
            await("the role may not log in")
                    .during(LONGER_THAN_THE_RETRIES)
                    .atMost(PATIENCE)
                    .until(() -> client.ends(request.id()).isEmpty());
            SuperuserSql.execute(target, "postgres", "ALTER ROLE %s LOGIN".formatted(ROLE));
            var end = client.awaitEnd(request.id(), PATIENCE);
            var sessions = sessions();
            assertThat(end.text("state")).isEqualTo("Canceled");
            assertThat(sessions).isEmpty();
            var rows = rows();
            await("two lease times pass")
                    .during(TWO_LEASES)
                    .atMost(TWO_LEASES.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> rows().equals(rows));
        }
    }

    private List<String> sessions() throws SQLException {
        return SuperuserSql.lines(
                target,
                "postgres",
                "SELECT application_name FROM pg_stat_activity WHERE datname = '%s' AND application_name LIKE 'pgconvoy%%'"
                        .formatted(DATABASE));
    }

    private List<String> rows() throws SQLException {
        return SuperuserSql.lines(
                target,
                DATABASE,
                "SELECT count(*) FROM plain UNION ALL SELECT count(*) FROM sparse UNION ALL SELECT count(*) FROM wide");
    }
}
