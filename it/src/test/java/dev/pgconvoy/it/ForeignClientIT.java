package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.it.wire.TopicFact;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whoever has a Kafka client and `docs/asyncapi.yaml` can start, watch and cancel a migration.
@UsesEnvironment
class ForeignClientIT {

    private static final String DATABASE = "bank_abroad";
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration SILENCE = Duration.ofSeconds(4);
    private static final int SLOW_BYTES_PER_SECOND = 2_000_000;

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    ForeignClientIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException, IOException, InterruptedException {
        TestDatabases.pgbench(source, DATABASE, 5);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void sees_every_step_of_a_migration_in_order() throws SQLException {
        // given
        TestDatabases.drop(target, DATABASE);
        var request = RequestJson.move("seen", source, target, DATABASE);

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.topic()).isEqualTo(KafkaClient.COMPLETED);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", "dev.pgconvoy.migration.completed.v1")
                .containsEntry("ce_subject", request.id())
                .containsKeys("ce_id", "ce_source", "ce_time");
        assertThat(client.facts(KafkaClient.VALIDATED, request.id()))
                .singleElement()
                .satisfies(fact -> assertThat(fact.text("verdict")).isNotEqualTo("Failed"));
        assertThat(client.facts(KafkaClient.SUBMITTED, request.id())).hasSize(1);
        assertThat(substates(changes(request.id(), end)))
                .containsSubsequence(
                        "PerformingPreRequisiteSteps",
                        "ValidationInProgress",
                        "MigratingData",
                        "CompletingMigration",
                        "Completed")
                .doesNotHaveDuplicates();
    }

    @Test
    void a_cancelled_migration_writes_nothing_any_more() throws SQLException, IOException {
        // given
        TestDatabases.drop(target, DATABASE);
        try (var slow = SlowProxy.before(source, SLOW_BYTES_PER_SECOND)) {
            var request = RequestJson.move("cancelled", slow.server(), target, DATABASE);
            client.request(request);
            client.awaitFact(
                    KafkaClient.SUBSTATE_CHANGED,
                    request.id(),
                    PATIENCE,
                    fact -> fact.text("substate").equals("MigratingData")
                            && fact.data().at("/databases/0/bytesCopied").asLong() > 0);

            // when
            client.cancel(request.id(), "changed our minds");
            var end = client.awaitEnd(request.id(), PATIENCE);

            // then
            assertThat(end.topic()).isEqualTo(KafkaClient.CANCELLED);
            assertThat(end.text("state")).isEqualTo("Canceled");
            assertThat(end.data().path("databasesToDrop"))
                    .extracting(node -> node.asText())
                    .containsExactly(DATABASE);
            thenNothingIsWritten();
            var changes = changes(request.id(), end);
            assertThat(substates(changes))
                    .containsSubsequence("MigratingData", "CancelingRequestedDBMigrations", "Completed");
            assertThat(client.ends(request.id())).hasSize(1);
        }
    }

    /// Statistics of other sessions may arrive late, so they are taken once no session of ours is left.
    private void thenNothingIsWritten() throws SQLException {
        await("no session of ours on the target")
                .atMost(Duration.ofSeconds(10))
                .until(() -> TestDatabases.sessions(target).isEmpty());
        var settled = new AtomicReference<>(written());
        await("statistics at rest")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    var before = settled.getAndSet(written());
                    return before.equals(settled.get());
                });
        await("silence on the target")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .atMost(SILENCE.multipliedBy(2))
                .during(SILENCE)
                .untilAsserted(() -> {
                    assertThat(written()).isEqualTo(settled.get());
                    assertThat(TestDatabases.sessions(target)).isEmpty();
                });
    }

    /// Rows of user tables and relations: what autovacuum does to the catalog meanwhile is not ours.
    private List<String> written() throws SQLException {
        var written = new ArrayList<>(SuperuserSql.lines(target, DATABASE, """
                SELECT concat_ws(' ', sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_del),
                    (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_constraint))
                FROM pg_stat_user_tables
                """));
        assertThat(written).hasSize(1);
        return written;
    }

    private List<TopicFact> changes(String id, TopicFact end) {
        var last = end.data().path("revision").asLong();
        client.awaitFact(
                KafkaClient.SUBSTATE_CHANGED,
                id,
                PATIENCE,
                fact -> fact.data().path("revision").asLong() == last);
        var changes = client.facts(KafkaClient.SUBSTATE_CHANGED, id);
        assertThat(changes)
                .extracting(fact -> fact.data().path("revision").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
        return changes;
    }

    /// Each substate once for as long as it lasted.
    private static List<String> substates(List<TopicFact> changes) {
        var substates = new ArrayList<String>();
        for (var change : changes) {
            if (substates.isEmpty() || !substates.getLast().equals(change.text("substate"))) {
                substates.add(change.text("substate"));
            }
        }
        return substates;
    }
}
