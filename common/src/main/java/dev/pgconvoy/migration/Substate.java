package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonValue;

/// The documented substates of a migration.
public enum Substate {
    PERFORMING_PRE_REQUISITE_STEPS("PerformingPreRequisiteSteps"),
    VALIDATION_IN_PROGRESS("ValidationInProgress"),
    WAITING_FOR_DATA_MIGRATION_SCHEDULING("WaitingForDataMigrationScheduling"),
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
}
