package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.ProcessSuspension;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A conductor that is suspended in the copy and resumes when another one has ended the migration: nothing is its any
/// more, not even with the permission to overwrite.
@UsesEnvironment
class SuspendedConductorIT {

    private static final String DATABASE = "led_by_two";
    private static final int SLOW = 300_000;
    private static final int FAST = 50_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration TWO_LEASES = Duration.ofSeconds(30);
    private static final String ROWS_COME =
            "SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE datname = '%s' AND tuples_processed > 0"
                    .formatted(DATABASE);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    SuspendedConductorIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_split_tables"));
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void does_not_touch_what_was_announced_as_moved() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW)) {
            // given
            TestDatabases.create(target, DATABASE);
            var request = overwrite("suspended-moved", slow);
            client.request(request);
            awaitRows();

            // when
            try (var _ = ProcessSuspension.of(environment.service(leader(request.id())))) {
                slow.speed(FAST);
                var end = client.awaitEnd(request.id(), PATIENCE);
                assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            }
            var oid = oid();

            // then
            await("two lease times pass")
                    .during(TWO_LEASES)
                    .atMost(TWO_LEASES.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> oid().equals(oid));
            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
            assertThat(client.ends(request.id())).hasSize(1);
        }
    }

    @Tag("long")
    @Test
    void does_not_make_again_what_the_user_has_dropped() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW)) {
            // given
            TestDatabases.drop(target, DATABASE);
            var request = overwrite("suspended-cancelled", slow);
            client.request(request);
            awaitRows();

            // when
            try (var _ = ProcessSuspension.of(environment.service(leader(request.id())))) {
                client.cancel(request.id(), "the window closes");
                var end = client.awaitEnd(request.id(), PATIENCE);
                assertThat(end.text("state")).isEqualTo("Canceled");
                assertThat(end.data().path("databasesToDrop").toString()).contains(DATABASE);
                TestDatabases.drop(target, DATABASE);
            }

            // then
            await("two lease times pass")
                    .during(TWO_LEASES)
                    .atMost(TWO_LEASES.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> TestDatabases.names(target).stream()
                            .noneMatch(name -> name.equals(DATABASE) || name.startsWith("pgconvoy_building_")));
        }
    }

    private RequestJson overwrite(String name, SlowProxy slow) {
        return RequestJson.move(name, slow.server(), target, DATABASE)
                .with("\"overwriteDbsInTarget\": true, \"copy\": {\"splitTablesLargerThan\": 1048576}");
    }

    private void awaitRows() throws SQLException {
        try (var watch = SuperuserSql.watch(target, ROWS_COME)) {
            await("rows are on their way")
                    .pollInSameThread()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(watch::isTrue);
        }
    }

    private List<String> oid() throws SQLException {
        return SuperuserSql.lines(
                target, "postgres", "SELECT oid FROM pg_database WHERE datname = '%s'".formatted(DATABASE));
    }

    private String leader(String id) {
        return client.facts(KafkaClient.OBSERVED, id).stream()
                .filter(fact -> fact.data().at("/observation/kind").asText().equals("migration-began"))
                .toList()
                .getLast()
                .data()
                .at("/observation/worker")
                .asText();
    }
}
