package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/// The documented substates of a migration.
public enum Substate {
    PERFORMING_PRE_REQUISITE_STEPS("PerformingPreRequisiteSteps"),
    VALIDATION_IN_PROGRESS("ValidationInProgress"),
    WAITING_FOR_DATA_MIGRATION_SCHEDULING("WaitingForDataMigrationScheduling"),
    WAITING_FOR_DATA_MIGRATION_WINDOW("WaitingForDataMigrationWindow"),
    WAITING_FOR_TARGET_DB_OVERWRITE_CONFIRMATION("WaitingForTargetDBOverwriteConfirmation"),
    WAITING_FOR_LOGICAL_REPLICATION_SETUP("WaitingForLogicalReplicationSetupRequestOnSourceDB"),
    WAITING_FOR_DBS_TO_MIGRATE_SPECIFICATION("WaitingForDBsToMigrateSpecification"),
    WAITING_FOR_CUTOVER_TRIGGER("WaitingForCutoverTrigger"),
    MIGRATING_DATA("MigratingData"),
    COMPLETING_MIGRATION("CompletingMigration"),
    CANCELING_REQUESTED_DB_MIGRATIONS("CancelingRequestedDBMigrations"),
    COMPLETED("Completed");

    private final String text;

    Substate(String text) {
        this.text = text;
    }

    @JsonValue
    public String text() {
        return text;
    }

    /// @return empty for a word that is not documented
    public static Optional<Substate> known(String text) {
        return Arrays.stream(values())
                .filter(substate -> substate.text.equalsIgnoreCase(text))
                .findFirst();
    }
}
