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
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two conductors get the same migration, each as if for the first time, as it is when a broker has forgotten that it
/// had handed it out. Overwriting is allowed.
@Tag("long")
@UsesEnvironment
class HandedOutTwiceIT {

    private static final String DATABASE = "handed_out_twice";
    private static final int SLOW = 300_000;
    private static final int FAST = 50_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    HandedOutTwiceIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_split_tables"));
        TestDatabases.create(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void the_first_one_leads_to_the_end_and_a_third_changes_nothing_after_it() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW)) {
            // given
            var request = RequestJson.move("handed-out-twice", slow.server(), target, DATABASE)
                    .with("\"overwriteDbsInTarget\": true, \"verify\": \"full\","
                            + " \"copy\": {\"splitTablesLargerThan\": 1048576}");
            client.request(request);
            awaitRows();

            // when
            handOutAgain(request.id());
            slow.speed(FAST);
            var end = client.awaitEnd(request.id(), PATIENCE);
            var oid = oid();
            var leaders = epochs(request.id());
            handOutAgain(request.id());

            // then
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(leaders).containsExactly(1);
            await("nothing changes any more")
                    .during(Duration.ofSeconds(10))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> oid().equals(oid));
            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
            assertThat(ends(request.id())).hasSize(1);
            assertThat(client.ends(request.id())).hasSize(1);
        }
    }

    private void awaitRows() throws SQLException {
        try (var watch = SuperuserSql.watch(
                target, "SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE datname = '%s'".formatted(DATABASE))) {
            await("rows are on their way").pollInSameThread().atMost(PATIENCE).until(watch::isTrue);
        }
    }

    /// Somebody takes it, and waits as long as the other one leads.
    private void handOutAgain(String id) {
        client.publishAsService(
                environment.recordMac(),
                KafkaClient.SUBMITTED,
                id,
                client.facts(KafkaClient.SUBMITTED, id).getFirst().data().toString());
    }

    /// Of those who began to lead, in their order.
    private List<Integer> epochs(String id) {
        return client.facts(KafkaClient.OBSERVED, id).stream()
                .filter(fact -> fact.data().at("/observation/kind").asText().equals("migration-began"))
                .map(fact -> fact.data().at("/observation/epoch").asInt())
                .toList();
    }

    /// As the conductors announced them.
    private List<String> ends(String id) {
        var kinds = new HashSet<>(List.of("finished", "failed", "stopped"));
        return client.facts(KafkaClient.OBSERVED, id).stream()
                .map(fact -> fact.data().at("/observation/kind").asText())
                .filter(kinds::contains)
                .toList();
    }

    private List<String> oid() throws SQLException {
        return SuperuserSql.lines(
                target, "postgres", "SELECT oid FROM pg_database WHERE datname = '%s'".formatted(DATABASE));
    }
}
