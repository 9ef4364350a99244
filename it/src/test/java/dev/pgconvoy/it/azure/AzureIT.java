package dev.pgconvoy.it.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.SubmittingInstallation;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.TemplateRequest;
import dev.pgconvoy.it.wire.TopicFact;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Azure's whole way without Azure: one installation deploys the documented template by Azure's own SDK to the endpoint
/// of another, which moves the data.
@UsesEnvironment
class AzureIT {

    private static final String PGBENCH = "bank_of_azure";
    private static final String SAMPLE = "harbour_of_azure";
    private static final int SLOW_BYTES_PER_SECOND = 150_000;
    private static final int CRAWLING_BYTES_PER_SECOND = 4_000;
    private static final int FAST_BYTES_PER_SECOND = 100_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer source;
    private final RunningServer target;
    private final SubmittingInstallation submitting;
    private final KafkaClient azure;
    private final KafkaClient client;

    AzureIT(TestEnvironment environment) throws IOException {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.submitting = SubmittingInstallation.start(environment, List.of(target));
        this.azure = KafkaClient.connect(environment.bootstrapServers());
        this.client = KafkaClient.connect(submitting.bootstrapServers());
    }

    @AfterAll
    void remove_all() throws SQLException {
        client.close();
        azure.close();
        submitting.close();
        for (var database : List.of(PGBENCH, SAMPLE)) {
            TestDatabases.drop(source, database);
            TestDatabases.drop(target, database);
        }
    }

    @Test
    void the_documented_template_moves_two_databases_through_all_states()
            throws SQLException, IOException, InterruptedException {
        // given
        TestDatabases.pgbench(source, PGBENCH, 3);
        TestDatabases.sample(source, SAMPLE, "0.1");
        try (var line = SlowProxy.before(source, CRAWLING_BYTES_PER_SECOND)) {
            var request = TemplateRequest.move("whole-way", line.server(), target, PGBENCH, SAMPLE);

            // when
            request(request);
            awaitSubstate(request, "ValidationInProgress");
            line.speed(FAST_BYTES_PER_SECOND);
            awaitSubstate(request, "MigratingData");
            try (var held = holdTheLedger(PGBENCH)) {
                awaitSubstate(request, "CompletingMigration");
                held.rollback();
            }
            var end = client.awaitEnd(request.id(), PATIENCE);

            // then
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(substates(request))
                    .containsSubsequence(
                            "PerformingPreRequisiteSteps",
                            "ValidationInProgress",
                            "MigratingData",
                            "CompletingMigration",
                            "Completed");
            assertThat(ContentLines.of(target, PGBENCH)).isEqualTo(ContentLines.of(source, PGBENCH));
            assertThat(ContentLines.of(target, SAMPLE)).isEqualTo(ContentLines.of(source, SAMPLE));
            assertThat(end.data().at("/azure/state").asText()).isEqualTo("Succeeded");
            assertThat(end.data().at("/databases"))
                    .hasSize(2)
                    .allSatisfy(database ->
                            assertThat(database.at("/tablesCompleted").asInt()).isPositive());
            thenWasSubmittedOnce(request);
        }
    }

    @Test
    void a_cancellation_while_data_moves_leaves_what_is_there() throws SQLException, IOException {
        fill();
        TestDatabases.drop(target, PGBENCH);
        try (var slow = SlowProxy.before(source, SLOW_BYTES_PER_SECOND)) {
            var request = TemplateRequest.move("cancelled-moving", slow.server(), target, PGBENCH);
            request(request);
            awaitSubstate(request, "MigratingData");
            awaitLedger(PGBENCH);

            client.cancel(request.id(), "changed our minds");

            var end = client.awaitEnd(request.id(), PATIENCE);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Canceled");
            assertThat(azure.awaitEnd(request.id(), PATIENCE).text("state")).isEqualTo("Canceled");
            assertThat(TestDatabases.names(target)).contains(PGBENCH);
        }
    }

    @Tag("long")
    @Test
    void a_cancellation_while_azure_validates_stops_it() throws SQLException, IOException {
        fill();
        TestDatabases.drop(target, PGBENCH);
        try (var crawling = SlowProxy.before(source, CRAWLING_BYTES_PER_SECOND)) {
            var request = TemplateRequest.move("cancelled-validating", crawling.server(), target, PGBENCH);
            request(request);
            awaitSubstate(request, "ValidationInProgress");

            client.cancel(request.id(), "too slow");

            var end = client.awaitEnd(request.id(), PATIENCE);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Canceled");
            assertThat(TestDatabases.names(target)).doesNotContain(PGBENCH);
        }
    }

    @Test
    void what_azure_finds_is_a_finding() throws SQLException {
        fill();
        TestDatabases.create(target, PGBENCH);
        var request =
                TemplateRequest.move("in-the-way", source, target, PGBENCH).with("overwriteDbsInTarget", "False");

        request(request);

        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("ValidationFailed");
        assertThat(end.data().at("/findings").toString()).contains("azure-", PGBENCH);
    }

    @Tag("long")
    @Test
    void a_failure_has_azures_words() throws SQLException {
        var database = "homesick_of_azure";
        TestDatabases.create(source, database);
        SuperuserSql.execute(source, database, """
                CREATE FUNCTION public.home() RETURNS boolean LANGUAGE sql IMMUTABLE AS
                  'SELECT system_identifier = %s FROM pg_catalog.pg_control_system()';
                CREATE TABLE guest (id int CONSTRAINT at_home CHECK (public.home()));
                INSERT INTO guest VALUES (1)
                """.formatted(
                        SuperuserSql.lines(source, database, "SELECT system_identifier FROM pg_control_system()")
                                .getFirst()));
        try {
            var request = TemplateRequest.move("refused", source, target, database);
            request(request);

            var end = client.awaitEnd(request.id(), PATIENCE);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Failed");
            assertThat(end.data().at("/failure/message").asText()).contains("at_home");
        } finally {
            TestDatabases.drop(source, database);
            TestDatabases.drop(target, database);
        }
    }

    @Test
    void a_wrong_parameter_is_refused_before_any_call() throws SQLException {
        var request = TemplateRequest.move("misspelt", source, target, PGBENCH).with("SslMode", "Sometimes");

        request(request);

        client.awaitFact(
                KafkaClient.UNREADABLE_REQUESTS,
                request.id(),
                PATIENCE,
                fact -> fact.headers().toString().contains("SslMode"));
        assertThat(azure.facts(KafkaClient.REQUESTED, request.id())).isEmpty();
    }

    /// Whoever dies, and when: one deployment, one outcome, every change told once.
    @Tag("long")
    @ParameterizedTest(name = "{0} killed at {1}")
    @CsvSource({
        "submitter-service, PerformingPreRequisiteSteps",
        "submitter-service, WaitingForDataMigrationScheduling",
        "submitter-service, ValidationInProgress",
        "submitter-service, MigratingData",
        "monitor-service, PerformingPreRequisiteSteps",
        "monitor-service, WaitingForDataMigrationScheduling",
        "monitor-service, ValidationInProgress",
        "monitor-service, MigratingData",
        "monitor-service, CompletingMigration",
    })
    void a_killed_service_comes_back_to_one_outcome(String service, String substate)
            throws SQLException, IOException, InterruptedException {
        a_service_is_killed(service, substate);
    }

    private void a_service_is_killed(String service, String substate)
            throws SQLException, IOException, InterruptedException {
        // given
        fill();
        try (var line = SlowProxy.before(source, CRAWLING_BYTES_PER_SECOND)) {
            var request = TemplateRequest.move(
                    "%s-killed-at-%s".formatted(service, substate).toLowerCase(Locale.ROOT),
                    line.server(),
                    target,
                    PGBENCH);

            // when
            request(request);
            if (substate.equals("MigratingData") || substate.equals("CompletingMigration")) {
                awaitSubstate(request, "ValidationInProgress");
                line.speed(SLOW_BYTES_PER_SECOND);
                awaitSubstate(request, "MigratingData");
            }
            if (substate.equals("CompletingMigration")) {
                line.speed(FAST_BYTES_PER_SECOND);
                try (var held = holdTheLedger(PGBENCH)) {
                    awaitSubstate(request, substate);
                    killAndReplace(service);
                    held.rollback();
                }
            } else {
                awaitSubstate(request, substate);
                killAndReplace(service);
            }
            line.speed(FAST_BYTES_PER_SECOND);
            var end = client.awaitEnd(request.id(), PATIENCE);

            // then
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(ContentLines.of(target, PGBENCH)).isEqualTo(ContentLines.of(source, PGBENCH));
            thenWasSubmittedOnce(request);
            thenEveryChangeIsToldOnce(request, end);
        }
    }

    @Test
    void a_cancellation_survives_the_submitters_death() throws SQLException, IOException {
        aServiceIsKilledWhileItIsCancelled(TestEnvironment.SUBMITTER);
    }

    @Tag("long")
    @Test
    void a_cancellation_survives_the_monitors_death() throws SQLException, IOException {
        aServiceIsKilledWhileItIsCancelled(TestEnvironment.MONITOR);
    }

    private void aServiceIsKilledWhileItIsCancelled(String service) throws SQLException, IOException {
        fill();
        try (var slow = SlowProxy.before(source, SLOW_BYTES_PER_SECOND)) {
            var request = TemplateRequest.move("cancelled-without-" + service, slow.server(), target, PGBENCH);
            request(request);
            awaitSubstate(request, "MigratingData");

            client.cancel(request.id(), "in a moment of need");
            killAndReplace(service);

            var end = client.awaitEnd(request.id(), PATIENCE);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Canceled");
            assertThat(azure.awaitEnd(request.id(), PATIENCE).text("state")).isEqualTo("Canceled");
            thenWasSubmittedOnce(request);
            thenEveryChangeIsToldOnce(request, end);
        }
    }

    private void killAndReplace(String service) {
        submitting.service(service).kill();
        submitting.replace(service);
    }

    /// Somebody reads our ledger on the target: until it is let go the migration cannot be completed.
    private Connection holdTheLedger(String database) throws SQLException {
        awaitLedger(database);
        var session = target.connect(database);
        session.setAutoCommit(false);
        try (var statement = session.createStatement()) {
            statement.execute("LOCK TABLE pgconvoy_ledger.unit IN ACCESS SHARE MODE");
        }
        return session;
    }

    /// The database of an earlier run may be dropped meanwhile.
    private void awaitLedger(String database) {
        await("the ledger of " + database)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        TestDatabases.names(target).contains(database) && TestDatabases.hasLedger(target, database));
    }

    private void fill() throws SQLException {
        TestDatabases.create(source, PGBENCH);
        SuperuserSql.execute(source, PGBENCH, """
                CREATE TABLE account (id int PRIMARY KEY, filler text);
                INSERT INTO account SELECT i, repeat(md5(i::text), 20) FROM generate_series(1, 5000) i
                """);
    }

    private void request(TemplateRequest request) {
        client.publish(KafkaClient.REQUESTED, request.id(), request.json());
    }

    private void awaitSubstate(TemplateRequest request, String substate) {
        client.awaitFact(
                KafkaClient.SUBSTATE_CHANGED,
                request.id(),
                PATIENCE,
                fact -> fact.text("substate").equals(substate));
    }

    private List<String> substates(TemplateRequest request) {
        return client.facts(KafkaClient.SUBSTATE_CHANGED, request.id()).stream()
                .map(fact -> fact.text("substate"))
                .distinct()
                .toList();
    }

    private void thenWasSubmittedOnce(TemplateRequest request) {
        assertThat(azure.facts(KafkaClient.REQUESTED, request.id())).hasSize(1);
        assertThat(azure.ends(request.id())).hasSize(1);
    }

    private void thenEveryChangeIsToldOnce(TemplateRequest request, TopicFact end) {
        var last = end.data().path("revision").asLong();
        client.awaitFact(
                KafkaClient.SUBSTATE_CHANGED,
                request.id(),
                PATIENCE,
                fact -> fact.data().path("revision").asLong() == last);
        assertThat(client.facts(KafkaClient.SUBSTATE_CHANGED, request.id()))
                .extracting(fact -> fact.data().path("revision").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
        assertThat(client.ends(request.id())).hasSize(1);
    }
}
