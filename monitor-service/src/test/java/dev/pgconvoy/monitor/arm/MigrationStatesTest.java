package dev.pgconvoy.monitor.arm;

import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.MIGRATION;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.SERVER;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.VERSION;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.body;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.monitor.MigrationSamples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Azure's interface shows of a migration as facts come in.
class MigrationStatesTest {

    private static final MigrationId ID = MigrationId.parse("orders-flex/move-1");

    @TempDir
    static Path folder;

    private ArmEndpointInMemory endpoint = new ArmEndpointInMemory(folder);

    @BeforeEach
    void ask() {
        endpoint = new ArmEndpointInMemory(folder);
        endpoint.call("PUT", MIGRATION + VERSION, ArmEndpointInMemory.migration());
    }

    @Test
    void every_substate_is_shown_in_azures_words() {
        assertThat(substate()).isEqualTo("InProgress/PerformingPreRequisiteSteps");
        see(new Observation.ValidationBegan());
        assertThat(substate()).isEqualTo("InProgress/ValidationInProgress");
        assertThat(details().has("validationDetails")).isFalse();
        validated(Verdict.SUCCEEDED);
        assertThat(substate()).isEqualTo("InProgress/WaitingForDataMigrationScheduling");
        see(new Observation.MigrationBegan(1, "worker"));
        assertThat(substate()).isEqualTo("InProgress/MigratingData");
        see(new Observation.CompletionBegan(1));
        assertThat(substate()).isEqualTo("InProgress/CompletingMigration");
        see(new Observation.Finished(1, MigrationSamples.report(2)));
        assertThat(substate()).isEqualTo("Succeeded/Completed");
        assertThat(shown().at("/properties/migrationWindowEndTimeInUtc").asText())
                .isNotEmpty();
    }

    @Test
    void the_counters_of_each_database_are_shown_while_data_moves() {
        validated(Verdict.SUCCEEDED);
        see(new Observation.MigrationBegan(1, "worker"));
        see(new Observation.Progressed(
                1, List.of(database("orders", DatabasePhase.COPY), database("invoices", DatabasePhase.DONE))));

        assertThat(details().at("/dbDetails/orders")).isEqualTo(ArmEndpointInMemory.json("""
                {"databaseName": "orders", "migrationState": "InProgress", "fullLoadQueuedTables": 4,
                 "fullLoadErroredTables": 1, "fullLoadLoadingTables": 2, "fullLoadCompletedTables": 3,
                 "cdcUpdateCounter": 0, "cdcDeleteCounter": 0, "cdcInsertCounter": 0, "appliedChanges": 0,
                 "incomingChanges": 0, "latency": 0}
                """));
        assertThat(details().at("/dbDetails/invoices/migrationState").asText()).isEqualTo("Succeeded");
    }

    @Test
    void what_the_checks_found_is_shown_by_server_and_by_database() {
        validated(
                Verdict.WARNING,
                Finding.warning(
                        "connection-budget",
                        FindingCode.FEW_CONNECTIONS,
                        "target server",
                        "Few are left.",
                        "End some."),
                Finding.warning(
                        "target-databases",
                        FindingCode.WILL_BE_DROPPED,
                        "orders",
                        "It will be dropped.",
                        "Cancel now."),
                Finding.info("target-extensions", FindingCode.PARAMETER_IS, "extension x in \"invoices\"", "Noted."));

        var validation = details().path("validationDetails");
        assertThat(validation.path("status").asText()).isEqualTo("Warning");
        assertThat(validation.path("serverLevelValidationDetails")).isEqualTo(ArmEndpointInMemory.json("""
                [{"type": "AuthenticationAndConnectivityValidation", "state": "Succeeded"},
                 {"type": "SourceVersionValidation", "state": "Succeeded"},
                 {"type": "ServerParametersValidation", "state": "Succeeded"},
                 {"type": "ConnectionBudgetValidation", "state": "Warning", "messages": [
                   {"state": "Warning", "message": "PGC1602: target server: Few are left. End some."}]}]
                """));
        assertThat(validation.path("dbLevelValidationDetails")).isEqualTo(ArmEndpointInMemory.json("""
                [{"databaseName": "orders", "summary": [
                   {"type": "SchemaValidation", "state": "Succeeded"},
                   {"type": "ExtensionsValidation", "state": "Succeeded"},
                   {"type": "CollationsValidation", "state": "Succeeded"},
                   {"type": "TargetDatabasesValidation", "state": "Warning", "messages": [
                     {"state": "Warning", "message": "PGC1205: orders: It will be dropped. Cancel now."}]}]},
                 {"databaseName": "invoices", "summary": [
                   {"type": "SchemaValidation", "state": "Succeeded"},
                   {"type": "ExtensionsValidation", "state": "Succeeded", "messages": [
                     {"state": "Succeeded",
                      "message": "PGC3105: extension x in \\"invoices\\": Noted. Nothing to do."}]},
                   {"type": "CollationsValidation", "state": "Succeeded"}]}]
                """));
    }

    @Test
    void the_checks_have_their_times_and_the_services_names_and_what_they_expect_is_a_message() {
        endpoint.fold(Facts.estimated(
                endpoint.requested(),
                Finding.error(
                        "collations",
                        FindingCode.COLLATION_MISSING,
                        "collation \"nn_NN.utf8\" in \"orders\"",
                        "The target does not have it.",
                        "Install it."),
                Finding.error(
                        "collations",
                        FindingCode.DATABASE_LOCALE_MISSING,
                        "locale nn_NN.utf8 of \"invoices\"",
                        "The target does not have it.",
                        "Install it."),
                Finding.info(
                        "hostile-settings",
                        FindingCode.HOSTILE_SETTING,
                        "database \"invoices\" on source server old:5432",
                        "Sessions begin with it.")));

        var validation = details().path("validationDetails");
        assertThat(validation.path("validationStartTimeInUtc").asText()).isEqualTo("2026-11-24T12:00:00Z");
        assertThat(validation.path("validationEndTimeInUtc").asText()).isEqualTo("2026-11-24T12:00:02Z");
        assertThat(validation.path("serverLevelValidationDetails").findValuesAsText("type"))
                .containsExactly(
                        "AuthenticationAndConnectivityValidation",
                        "SourceVersionValidation",
                        "ServerParametersValidation",
                        "EstimateValidation");
        assertThat(validation
                        .at("/serverLevelValidationDetails/3/messages/0/message")
                        .asText())
                .startsWith("The migration is expected to take under 10 s, and in nine of ten cases at most 15 s;")
                .contains("the number of objects in \"shop\"", "8 connections; the source 10.");
        assertThat(validation.at("/dbLevelValidationDetails/0")).isEqualTo(ArmEndpointInMemory.json("""
                {"databaseName": "orders", "startedOn": "2026-11-24T12:00:00Z", "endedOn": "2026-11-24T12:00:02Z",
                 "summary": [
                   {"type": "CollationsValidation", "state": "Failed", "messages": [
                     {"state": "Failed",
                      "message": "603402: collation \\"nn_NN.utf8\\" in \\"orders\\": The target does not have it. Install it."}]}]}
                """));
        assertThat(validation.at("/dbLevelValidationDetails/1/summary").findValuesAsText("type"))
                .containsExactly("CollationsValidation", "HostileSettingsValidation");
    }

    @Test
    void a_server_that_let_nobody_in_was_not_examined_further() {
        validated(
                Verdict.FAILED,
                Finding.error(
                        "connect-source", FindingCode.CANNOT_CONNECT, "source server", "No answer.", "Start it."));

        assertThat(substate()).isEqualTo("ValidationFailed/Completed");
        assertThat(details().at("/validationDetails/status").asText()).isEqualTo("Failed");
        assertThat(details().at("/validationDetails/serverLevelValidationDetails"))
                .hasSize(1)
                .allMatch(type -> type.path("state").asText().equals("Failed"));
        assertThat(details().at("/validationDetails/dbLevelValidationDetails/0/summary"))
                .isEmpty();
    }

    @Test
    void a_failure_is_told_with_the_databases_that_it_left() {
        validated(Verdict.SUCCEEDED);
        see(new Observation.MigrationBegan(1, "worker"));
        see(new Observation.Progressed(
                1, List.of(database("orders", DatabasePhase.COPY), database("invoices", DatabasePhase.DONE))));
        see(new Observation.Progressed(
                1, List.of(database("orders", DatabasePhase.FAILED), database("invoices", DatabasePhase.DONE))));
        assertThat(details().at("/dbDetails/orders/migrationState").asText()).isEqualTo("Failed");
        see(new Observation.Failed(
                1,
                new Failure(FailureCode.DATA_REFUSED, "table a", "It is full.", "Make room."),
                Optional.empty(),
                List.of("orders")));

        assertThat(substate()).isEqualTo("Failed/Completed");
        assertThat(shown().at("/properties/currentStatus/error").asText()).isEqualTo("table a: It is full. Make room.");
        assertThat(details().at("/dbDetails/orders/migrationState").asText()).isEqualTo("Failed");
        assertThat(details().at("/dbDetails/orders/message").asText()).contains("It is full.");
        assertThat(details().at("/dbDetails/invoices/migrationState").asText()).isEqualTo("Succeeded");
    }

    @Test
    void a_cancelled_migration_says_so_of_its_databases() {
        validated(Verdict.SUCCEEDED);
        see(new Observation.MigrationBegan(1, "worker"));
        see(new Observation.Progressed(
                1, List.of(database("orders", DatabasePhase.COPY), database("invoices", DatabasePhase.DONE))));

        endpoint.call("PATCH", MIGRATION + VERSION, "{\"properties\": {\"cancel\": \"True\"}}");
        assertThat(substate()).isEqualTo("InProgress/CancelingRequestedDBMigrations");
        assertThat(details().at("/dbDetails/orders/migrationState").asText()).isEqualTo("Canceling");
        see(new Observation.Hindered(1, Fixtures.anObstacle()));
        assertThat(substate()).isEqualTo("InProgress/CancelingRequestedDBMigrations");
        assertThat(shown().at("/properties/currentStatus/error").asText()).contains("Session 4711");
        assertThat(details().has("validationDetails"))
                .as("an obstacle is not a finding of the checks")
                .isFalse();
        see(new Observation.Stopped(1, List.of("orders")));

        assertThat(substate()).isEqualTo("Canceled/Completed");
        assertThat(details().at("/dbDetails/orders/migrationState").asText()).isEqualTo("Canceled");
        assertThat(details().at("/dbDetails/invoices/migrationState").asText()).isEqualTo("Succeeded");
        assertThat(shown().at("/properties/currentStatus").has("error")).isFalse();
        var again = endpoint.call("PATCH", MIGRATION + VERSION, "{\"properties\": {\"cancel\": \"True\"}}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(text(again, "/error/message")).contains("has ended as Canceled");
    }

    @Test
    void active_ones_are_listed_unless_all_are_asked_for() {
        endpoint.call("PUT", SERVER + "/migrations/move-2" + VERSION, ArmEndpointInMemory.migration());
        see(new Observation.Finished(1, MigrationSamples.report(1)));

        assertThat(names("")).containsExactly("move-2");
        assertThat(names("&migrationListFilter=active")).containsExactly("move-2");
        assertThat(names("&migrationListFilter=All")).containsExactlyInAnyOrder("move-1", "move-2");
        assertThat(endpoint.call("GET", SERVER + "/migrations" + VERSION + "&migrationListFilter=Some")
                        .status())
                .isEqualTo(400);
    }

    private List<String> names(String filter) {
        return body(endpoint.call("GET", SERVER + "/migrations" + VERSION + filter))
                .path("value")
                .valueStream()
                .map(each -> each.path("name").asText())
                .toList();
    }

    private static DatabaseProgress database(String name, DatabasePhase phase) {
        return new DatabaseProgress(name, phase, 4, 2, 3, 1, 1_000, 10, 10, 2, 0, 0, 100, 9);
    }

    private void see(Observation observation) {
        endpoint.fold(new MigrationObserved(ID, Optional.empty(), observation));
    }

    private void validated(Verdict verdict, Finding... findings) {
        endpoint.fold(new MigrationValidated(
                endpoint.requested(), verdict, List.of(findings), Facts.accepted(endpoint.requested())));
    }

    private JsonNode shown() {
        return body(endpoint.call("GET", MIGRATION + VERSION));
    }

    private JsonNode details() {
        return shown().at("/properties/currentStatus/currentSubStateDetails");
    }

    private String substate() {
        return shown().at("/properties/currentStatus/state").asText() + "/"
                + details().path("currentSubState").asText();
    }
}
