package dev.pgconvoy.monitor.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.azure.json.JsonProviders;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationStatus;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.lifecycle.Dossier;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.Observation.AzureSeen;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeenStatusTest {

    @Test
    void words_that_nobody_knows_are_kept() throws IOException {
        // when
        var seen = seen("""
                {"state": "Levitating", "error": "S0004: no.",
                 "currentSubStateDetails": {"currentSubState": "Floating"}}""");

        // then
        assertThat(seen.status()).isEqualTo(new AzureStatus("Levitating", "Floating", Optional.of("S0004: no.")));
    }

    @Test
    void at_the_very_beginning_there_is_no_substate() throws IOException {
        // when
        var seen = seen("{\"state\": \"InProgress\"}");

        // then
        assertThat(seen)
                .isEqualTo(new AzureSeen(
                        new AzureStatus("InProgress", "", Optional.empty()), known().databases(), List.of()));
    }

    @Test
    void counters_are_azures_and_databases_that_it_leaves_out_stay() throws IOException {
        // when
        var seen = seen("""
                {"state": "InProgress", "currentSubStateDetails": {"currentSubState": "MigratingData", "dbDetails":
                  {"billing": {"databaseName": "billing", "migrationState": "InProgress", "fullLoadQueuedTables": 3,
                    "fullLoadLoadingTables": 2, "fullLoadCompletedTables": 7, "fullLoadErroredTables": 1},
                   "old": {"databaseName": "old", "migrationState": "Succeeded", "fullLoadCompletedTables": 4}}}}""");

        // then
        assertThat(seen.databases())
                .extracting(
                        DatabaseProgress::database,
                        DatabaseProgress::phase,
                        DatabaseProgress::tablesQueued,
                        DatabaseProgress::tablesLoading,
                        DatabaseProgress::tablesCompleted,
                        DatabaseProgress::tablesErrored)
                .containsExactly(
                        tuple("shop", DatabasePhase.QUEUED, 0, 0, 0, 0),
                        tuple("billing", DatabasePhase.COPY, 3, 2, 7, 1),
                        tuple("old", DatabasePhase.DONE, 0, 0, 4, 0));
    }

    @Test
    void what_its_validation_found_are_findings_with_its_codes() throws IOException {
        // when
        var seen = seen("""
                {"state": "ValidationFailed", "currentSubStateDetails": {"currentSubState": "Completed",
                  "validationDetails": {"status": "Failed",
                    "serverLevelValidationDetails": [
                      {"type": "AuthenticationAndConnectivityValidation", "state": "Succeeded", "messages": []},
                      {"type": "PublicationValidation", "state": "Warning",
                       "messages": [{"state": "Warning", "message": "603412: No publication."}]}],
                    "dbLevelValidationDetails": [{"databaseName": "shop", "summary": [
                      {"type": "CollationsValidation", "state": "Failed",
                       "messages": [{"state": "Failed", "message": "Collation x is missing."}]},
                      {"type": "ExtensionsValidation", "state": "Failed"}]}]}}}""");

        // then
        assertThat(seen.findings())
                .extracting(
                        finding -> finding.check(),
                        finding -> finding.code(),
                        finding -> finding.severity(),
                        finding -> finding.object())
                .containsExactly(
                        tuple(
                                "azure-publication-validation",
                                "603412",
                                Severity.WARNING,
                                "server new.example.org:5432"),
                        tuple("azure-collations-validation", "PGC3301", Severity.ERROR, "database \"shop\""),
                        tuple("azure-extensions-validation", "PGC3301", Severity.ERROR, "database \"shop\""));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            WaitingForTargetDBOverwriteConfirmation, overwriteDbsInTarget
            WaitingForDataMigrationScheduling, startDataMigration
            WaitingForDataMigrationWindow, migrationWindowStartTimeInUtc
            WaitingForCutoverTrigger, triggerCutover
            WaitingForDBsToMigrateSpecification, dbsToMigrate
            WaitingForSomethingNew, portal
            """)
    void what_it_waits_for_is_told_with_what_to_do(String substate, String remedy) throws IOException {
        // when
        var seen = seen("""
                {"state": "WaitingForUserAction", "currentSubStateDetails": {"currentSubState": "%s"}}""".formatted(substate));

        // then
        assertThat(seen.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains(substate);
            assertThat(finding.remedy()).contains(remedy);
        });
    }

    private static Dossier known() {
        return AzureWatchInMemory.scheduled("flex-eu-1/move-the-shop").dossier();
    }

    private static AzureSeen seen(String json) throws IOException {
        try (var reader = JsonProviders.createReader(json)) {
            return SeenStatus.of(MigrationStatus.fromJson(reader), known());
        }
    }
}
