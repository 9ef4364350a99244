package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A power cut: all workers are gone at once, with all slots that they have by default, and come back.
@Tag("long")
@UsesEnvironment
class AllWorkersKilledIT {

    private static final String DATABASE = "power_cut";
    private static final int SLOW = 300_000;
    private static final int FAST = 50_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration RECOVERED = Duration.ofSeconds(15);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    AllWorkersKilledIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_split_tables"));
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void the_migration_goes_on_soon_after_their_restart() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW);
                var copying = SuperuserSql.watch(
                        target,
                        "SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE datname = '%s'".formatted(DATABASE))) {
            // given
            var request = RequestJson.move("power-cut", slow.server(), target, DATABASE)
                    .with("\"copy\": {\"splitTablesLargerThan\": 1048576}");
            client.request(request);
            await("rows are on their way").pollInSameThread().atMost(PATIENCE).until(copying::isTrue);

            // when
            TestEnvironment.WORKERS.forEach(
                    worker -> environment.service(worker).kill());
            var begun = begun(request.id());
            await("the copies have ended").pollInSameThread().atMost(PATIENCE).until(() -> !copying.isTrue());
            TestEnvironment.WORKERS.forEach(environment::replace);

            // then
            await("somebody leads it and rows come")
                    .pollInSameThread()
                    .atMost(RECOVERED)
                    .until(() -> begun(request.id()) > begun && copying.isTrue());
            slow.speed(FAST);
            var end = client.awaitEnd(request.id(), PATIENCE);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
        }
    }

    private long begun(String id) {
        return client.facts(KafkaClient.OBSERVED, id).stream()
                .filter(fact -> fact.data().at("/observation/kind").asText().equals("migration-began"))
                .count();
    }
}
