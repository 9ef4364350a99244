package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.ServiceEnding;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.it.wire.TopicFact;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The leading worker dies by SIGKILL while the source is written to: the other one has held the snapshot, too.
/// Sequences are outside of snapshots; they arrive as they were when they were read.
@Tag("long")
@UsesEnvironment
class SnapshotKeptIT {

    private static final String DATABASE = "held_by_two";
    private static final String NAME = "kept";
    private static final String DONE =
            "SELECT count(*) >= %d FROM pgconvoy_ledger.unit WHERE unit LIKE 'copy %%'".formatted(3);
    private static final int BYTES_PER_SECOND = 1_500_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    SnapshotKeptIT(TestEnvironment environment) {
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
    void the_copy_goes_on_in_the_same_snapshot() throws SQLException, IOException, InterruptedException {
        try (var slow = SlowProxy.before(source, BYTES_PER_SECOND)) {
            // given
            var before = ContentLines.of(source, DATABASE);
            var request = RequestJson.move(NAME, slow.server(), target, DATABASE)
                    .with("\"copy\": {\"splitTablesLargerThan\": 1048576}");
            client.request(request);
            var id = request.id();
            var leader = said(KafkaClient.OBSERVED, id, "/observation/kind", "migration-began")
                    .data()
                    .at("/observation/worker")
                    .asText();
            var keeper = said(KafkaClient.SNAPSHOTS, id, "/said/kind", "held");
            await("some copies are done")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> SuperuserSql.lines(target, DATABASE, DONE).contains("t"));

            // when
            SuperuserSql.execute(source, DATABASE, """
                    INSERT INTO plain (note) SELECT 'later' FROM generate_series(1, 1000);
                    DELETE FROM wide; UPDATE sparse SET note = 'changed'; INSERT INTO nothing VALUES (1)
                    """);
            ServiceEnding.KILL.strike(environment.service(leader));
            assertThat(client.ends(id)).isEmpty();

            // then
            var end = client.awaitEnd(id, PATIENCE);
            environment.replace(leader);
            assertThat(keeper.data().at("/worker").asText()).isNotEqualTo(leader);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(ContentLines.of(target, DATABASE).tables()).isEqualTo(before.tables());
            assertThat(end.data().at("/report/notes").toString()).doesNotContain("PGC2002");
            assertThat(end.data().at("/report/repeatedFrom").asInt(-1)).isZero();
            await("nobody holds it any more")
                    .atMost(PATIENCE)
                    .until(() -> TestDatabases.sessions(source).stream()
                            .noneMatch(session -> session.startsWith("pgconvoy keeper")));
        }
    }

    private TopicFact said(String topic, String id, String where, String what) {
        return client.awaitFact(
                topic, id, PATIENCE, fact -> fact.data().at(where).asText().equals(what));
    }
}
