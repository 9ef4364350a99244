package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonValue;

/// The documented states of a migration.
public enum MigrationState {
    IN_PROGRESS("InProgress"),
    CANCELED("Canceled"),
    FAILED("Failed"),
    VALIDATION_FAILED("ValidationFailed"),
    SUCCEEDED("Succeeded");

    private final String text;

    MigrationState(String text) {
        this.text = text;
    }

    @JsonValue
    public String text() {
        return text;
    }

    public boolean isFinal() {
        return this != IN_PROGRESS;
    }
}
