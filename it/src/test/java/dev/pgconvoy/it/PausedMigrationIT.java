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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A migration is paused while rows of a large table are copied, and goes on in the same
/// snapshot, also under another conductor; or it is cancelled.
@UsesEnvironment
class PausedMigrationIT {

    private static final String DATABASE = "resting_in_between";
    private static final int BYTES_PER_SECOND = 1_500_000;
    private static final int ROWS = 40_000;
    private static final String DONE = "SELECT count(*) FROM pgconvoy_ledger.unit WHERE unit LIKE 'copy %'";
    private static final String SESSIONS = """
            SELECT application_name FROM pg_stat_activity
            WHERE application_name ~ '^pgconvoy (copier|load|index)' AND pid <> pg_backend_pid()
            """;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    /// Longer than copiers keep an idle session.
    private static final Duration REST = Duration.ofSeconds(10);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    PausedMigrationIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, """
                CREATE TABLE large (id bigint PRIMARY KEY, note text NOT NULL);
                INSERT INTO large SELECT n, repeat(md5(n::text), 25) FROM generate_series(1, %d) n;
                CREATE TABLE small (id int PRIMARY KEY, note text);
                INSERT INTO small VALUES (1, 'one');
                CREATE INDEX ON large (note)
                """.formatted(ROWS));
    }

    @BeforeEach
    void drop_what_another_test_has_left() throws SQLException {
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void it_rests_without_sessions_of_copiers_and_goes_on_in_the_same_snapshot() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, BYTES_PER_SECOND)) {
            // given
            var wanted = ContentLines.of(source, DATABASE);
            var id = copyingSlowly(slow, "paused");

            // when
            pause(id);

            // then
            thenRests(id);
            SuperuserSql.execute(source, DATABASE, "UPDATE small SET note = 'written during the pause'");

            // when
            slow.speed(Integer.MAX_VALUE);
            resume(id);

            // then
            thenEndsExactly(id, wanted);
            assertThat(lastPause(id)).isEqualTo("missing");
            SuperuserSql.execute(source, DATABASE, "UPDATE small SET note = 'one'");
        }
    }

    @Test
    void the_next_conductor_of_a_paused_migration_rests_too_and_keeps_the_snapshot() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, BYTES_PER_SECOND)) {
            // given
            var wanted = ContentLines.of(source, DATABASE);
            var id = copyingSlowly(slow, "heir");
            client.awaitFact(
                    KafkaClient.SNAPSHOTS,
                    id,
                    PATIENCE,
                    fact -> fact.data().at("/said/kind").asText().equals("held"));
            pause(id);
            thenRests(id);
            SuperuserSql.execute(source, DATABASE, "UPDATE small SET note = 'written during the pause'");

            // when
            var killed = leaders(id).getLast();
            environment.service(killed).kill();
            await("another one leads").atMost(PATIENCE).until(() -> leaders(id).size() > 1);
            environment.replace(killed);

            // then
            thenRests(id);

            // when
            slow.speed(Integer.MAX_VALUE);
            resume(id);

            // then
            thenEndsExactly(id, wanted);
            assertThat(client.ends(id).getFirst().data().at("/report/notes").toString())
                    .as("copied anew")
                    .doesNotContain("PGC2002");
            SuperuserSql.execute(source, DATABASE, "UPDATE small SET note = 'one'");
        }
    }

    @Test
    void a_paused_migration_is_cancelled() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, BYTES_PER_SECOND)) {
            // given
            var id = copyingSlowly(slow, "given-up");
            pause(id);
            thenRests(id);

            // when
            client.cancel(id, "not today");

            // then
            assertThat(client.awaitEnd(id, PATIENCE).text("state")).isEqualTo("Canceled");
        }
    }

    @Test
    void one_that_is_paused_before_it_begins_waits_without_a_snapshot() throws SQLException {
        // given
        var wanted = ContentLines.of(source, DATABASE);
        var request = RequestJson.move("early", source, target, DATABASE);
        pause(request.id());

        // when
        client.request(request);

        // then
        awaitPaused(request.id());
        assertThat(SuperuserSql.lines(source, "postgres", """
                SELECT application_name FROM pg_stat_activity WHERE application_name IN ('pgconvoy snapshot', 'pgconvoy keeper')
                AND datname = '%s'
                """.formatted(DATABASE)))
                .isEmpty();

        // when
        resume(request.id());

        // then
        thenEndsExactly(request.id(), wanted);
    }

    private String copyingSlowly(SlowProxy slow, String name) throws SQLException {
        var request = RequestJson.move(name, slow.server(), target, DATABASE)
                .with("\"jobs\": 2, \"copy\": {\"splitTablesLargerThan\": 4194304}");
        client.request(request);
        await("some parts are copied, and others are not")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .failFast("it has ended", () -> !client.ends(request.id()).isEmpty())
                .until(() -> copied() >= 1);
        return request.id();
    }

    private long copied() throws SQLException {
        return Long.parseLong(SuperuserSql.lines(target, DATABASE, DONE).getFirst());
    }

    private void pause(String id) {
        say(id, true);
    }

    private void resume(String id) {
        say(id, false);
    }

    private void say(String id, boolean paused) {
        client.publish(
                "migration.pauses",
                id,
                "{\"id\": \"%s\", \"paused\": %s, \"reason\": \"a test\"}".formatted(id, paused));
    }

    /// As its last state says.
    private String lastPause(String id) {
        var pause =
                client.facts(KafkaClient.SUBSTATE_CHANGED, id).getLast().data().path("pause");
        return pause.isObject() ? pause.path("reached").asText() : "missing";
    }

    private void awaitPaused(String id) {
        await("it says that it rests")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .failFast("it has ended", () -> !client.ends(id).isEmpty())
                .until(() -> lastPause(id).equals("true"));
    }

    private void thenRests(String id) throws SQLException {
        awaitPaused(id);
        await("no session of a copier is left")
                .atMost(Duration.ofSeconds(30))
                .until(() -> SuperuserSql.lines(source, "postgres", SESSIONS).isEmpty()
                        && SuperuserSql.lines(target, "postgres", SESSIONS).isEmpty());
        var before = visibleRows();
        assertThat(before).isLessThan(ROWS);
        await("nothing moves")
                .during(REST)
                .atMost(REST.plusSeconds(5))
                .until(() -> visibleRows() == before
                        && SuperuserSql.lines(source, "postgres", SESSIONS).isEmpty());
        assertThat(client.ends(id)).isEmpty();
        assertThat(client.facts(KafkaClient.SUBSTATE_CHANGED, id)
                        .getLast()
                        .data()
                        .path("stalledSince")
                        .isTextual())
                .isFalse();
    }

    private long visibleRows() throws SQLException {
        return Long.parseLong(SuperuserSql.lines(target, DATABASE, "SELECT count(*) FROM large")
                .getFirst());
    }

    private void thenEndsExactly(String id, ContentLines wanted) throws SQLException {
        var end = client.awaitEnd(id, PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/report/databases/0/rows").asLong()).isEqualTo(ROWS + 1);
        assertThat(ContentLines.of(target, DATABASE)).isEqualTo(wanted);
        assertThat(TestDatabases.hasLedger(target, DATABASE)).isFalse();
    }

    private List<String> leaders(String id) {
        return client.facts(KafkaClient.OBSERVED, id).stream()
                .map(fact -> fact.data().path("observation"))
                .filter(said -> said.path("kind").asText().equals("migration-began"))
                .map(said -> said.path("worker").asText())
                .toList();
    }
}
