package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/// The documented states of a migration.
public enum MigrationState {
    IN_PROGRESS("InProgress"),
    /// Azure's service waits for somebody.
    WAITING_FOR_USER_ACTION("WaitingForUserAction"),
    /// Azure's service removes what it made.
    CLEANING_UP("CleaningUp"),
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
        return switch (this) {
            case IN_PROGRESS, WAITING_FOR_USER_ACTION, CLEANING_UP -> false;
            case CANCELED, FAILED, VALIDATION_FAILED, SUCCEEDED -> true;
        };
    }

    /// @return empty for a word that is not documented
    public static Optional<MigrationState> known(String text) {
        return Arrays.stream(values())
                .filter(state -> state.text.equalsIgnoreCase(text))
                .findFirst();
    }
}
