package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SchemaLines;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.it.wire.TopicFact;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// pgbench's tables and the sample database, from server to server, through all four services.
@UsesEnvironment
class MigrationIT {

    private static final String PGBENCH = "bank";
    private static final String SAMPLE = "harbour";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final KafkaClient client;

    MigrationIT(TestEnvironment environment) {
        this.environment = environment;
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @AfterAll
    void close() {
        client.close();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource("13, 17")
    void every_database_arrives_exactly(int from, int to) throws SQLException, IOException, InterruptedException {
        migrate(from, to);
    }

    @Tag("long")
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"15, 15", "13, 15", "13, 13"})
    void so_it_does_between_other_versions(int from, int to) throws SQLException, IOException, InterruptedException {
        migrate(from, to);
    }

    private void migrate(int from, int to) throws SQLException, IOException, InterruptedException {
        // given
        var source = environment.server("source", from);
        var target = environment.server("target", to);
        TestDatabases.pgbench(source, PGBENCH, 5);
        TestDatabases.sample(source, SAMPLE, "0.1");
        var request = RequestJson.move("%d-to-%d".formatted(from, to), source, target, PGBENCH, SAMPLE)
                .with("\"overwriteDbsInTarget\": true");

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        thenIsTheSame(source, target, PGBENCH);
        thenIsTheSame(source, target, SAMPLE);
        thenSaysWhatWasDone(end);
        TestDatabases.drop(target, PGBENCH);
        TestDatabases.drop(target, SAMPLE);
    }

    private static void thenIsTheSame(RunningServer source, RunningServer target, String database)
            throws SQLException, IOException, InterruptedException {
        var wanted = ContentLines.of(source, database);
        var found = ContentLines.of(target, database);
        assertThat(wanted.tables()).as("tables of " + database).hasSizeGreaterThanOrEqualTo(4);
        assertThat(found.tables()).containsExactlyElementsOf(wanted.tables());
        assertThat(found.sequences()).containsExactlyElementsOf(wanted.sequences());
        assertThat(found.largeObjects()).containsExactlyElementsOf(wanted.largeObjects());
        assertThat(TestDatabases.hasLedger(target, database)).isFalse();
        assertThat(SchemaLines.differences(source, target, database))
                .as("schema of " + database)
                .isEmpty();
    }

    private static void thenSaysWhatWasDone(TopicFact end) {
        assertThat(end.data().at("/report/databases")).hasSize(2).allSatisfy(database -> {
            assertThat(database.at("/verifiedTables").asLong())
                    .isEqualTo(database.at("/tableCount").asLong());
            assertThat(database.at("/differences")).isEmpty();
            assertThat(database.at("/rows").asLong()).isPositive();
        });
    }
}
