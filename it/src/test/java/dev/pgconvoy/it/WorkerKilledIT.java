package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two workers share a migration; one of them dies by SIGKILL in the middle of it, ten times at other moments.
@UsesEnvironment
class WorkerKilledIT {

    private static final String DATABASE = "harbour_between_workers";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;
    private ContentLines wanted;

    WorkerKilledIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.sample(source, DATABASE, "0.15");
        wanted = ContentLines.of(source, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @ParameterizedTest(name = "{0} dies at: {1}")
    @CsvSource("COPIER, HALF_OF_THE_BYTES")
    void the_other_worker_completes_the_migration_exactly(Victim victim, Moment moment) throws SQLException {
        one_of_two_workers_dies(victim, moment);
    }

    @Tag("long")
    @ParameterizedTest(name = "{0} dies at: {1}")
    @CsvSource({
        "LEADER, CONNECTED",
        "LEADER, SCHEMA",
        "LEADER, FIRST_ROWS",
        "COPIER, FIRST_ROWS",
        "LEADER, HALF_OF_THE_BYTES",
        "LEADER, INDEX",
        "COPIER, INDEX",
        "LEADER, FOREIGN_KEY",
        "COPIER, CHECKSUM",
    })
    void so_it_does_at_any_other_moment(Victim victim, Moment moment) throws SQLException {
        one_of_two_workers_dies(victim, moment);
    }

    private void one_of_two_workers_dies(Victim victim, Moment moment) throws SQLException {
        // given
        TestDatabases.drop(target, DATABASE);
        var request = RequestJson.move("kill-%s-%s".formatted(victim, moment), source, target, DATABASE);
        client.request(request);
        moment.await(client, request.id(), source, target, DATABASE);

        // when
        var killed = victim.choose(leader(request.id()));
        environment.service(killed).kill();
        assertThat(client.ends(request.id())).isEmpty();
        environment.replace(killed);

        // then
        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(ContentLines.of(target, DATABASE)).isEqualTo(wanted);
        assertThat(TestDatabases.hasLedger(target, DATABASE)).isFalse();
        assertThat(client.ends(request.id())).hasSize(1);
    }

    @Test
    void what_the_dead_leader_noted_of_roles_is_in_the_report_and_the_copy_is_exact() throws SQLException {
        // given
        var from = environment.server("roles-source", 15);
        var to = environment.server("roles-target", 15);
        TestDatabases.sample(from, DATABASE, "0.15");
        SuperuserSql.execute(from, "postgres", "CREATE ROLE harbour_master SUPERUSER");
        var request = RequestJson.move("kill-roles", from, to, DATABASE).with("\"rights\": {\"migrateRoles\": true}");
        client.request(request);
        Moment.HALF_OF_THE_BYTES.await(client, request.id(), from, to, DATABASE);

        // when
        var killed = leader(request.id());
        environment.service(killed).kill();
        environment.replace(killed);

        // then
        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/report/notes"))
                .extracting(note ->
                        note.path("code").asText() + " " + note.path("object").asText())
                .containsOnlyOnce("PGC2012 role \"harbour_master\"");
        assertThat(ContentLines.of(to, DATABASE)).isEqualTo(ContentLines.of(from, DATABASE));
    }

    private String leader(String id) {
        return client.awaitFact(
                        KafkaClient.OBSERVED,
                        id,
                        PATIENCE,
                        fact -> fact.data().at("/observation/kind").asText().equals("migration-began"))
                .data()
                .at("/observation/worker")
                .asText();
    }

    enum Victim {
        LEADER,
        COPIER;

        String choose(String leader) {
            return this == LEADER
                    ? leader
                    : TestEnvironment.WORKERS.stream()
                            .filter(worker -> !worker.equals(leader))
                            .findFirst()
                            .orElseThrow();
        }
    }

    /// What the target's own views show when the migration has come so far.
    enum Moment {
        CONNECTED("SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name LIKE 'pgconvoy%%'"),
        SCHEMA("SELECT count(*) > 0 FROM pg_database WHERE datname = '%s'"),
        FIRST_ROWS("SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE datname = '%s' AND tuples_processed > 0"),
        HALF_OF_THE_BYTES("SELECT pg_database_size(oid) > %2$d / 2 FROM pg_database WHERE datname = '%1$s'"),
        INDEX("SELECT count(*) > 0 FROM pg_stat_progress_create_index WHERE datname = '%s'"),
        FOREIGN_KEY(running("%%FOREIGN KEY%%")),
        CHECKSUM(running("%%hash%%extended%%"));

        private final String query;

        Moment(String query) {
            this.query = query;
        }

        private static String running(String pattern) {
            return """
                    SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = '%%s' AND state = 'active'
                    AND application_name LIKE 'pgconvoy%%%%' AND query LIKE '%s'
                    """.formatted(pattern);
        }

        void await(KafkaClient client, String id, RunningServer source, RunningServer target, String database)
                throws SQLException {
            var size = Long.parseLong(
                    SuperuserSql.lines(source, "postgres", "SELECT pg_database_size('%s')".formatted(database))
                            .getFirst());
            try (var watch = SuperuserSql.watch(target, query.formatted(database, size))) {
                org.awaitility.Awaitility.await(name())
                        .atMost(PATIENCE)
                        .pollInSameThread()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .failFast(
                                "the migration ended before this moment",
                                () -> !client.ends(id).isEmpty())
                        .until(watch::isTrue);
            }
        }
    }
}
