package dev.pgconvoy.fleet.status;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How far a fleet is.
public enum FleetPhase {
    RUNNING,
    /// Nothing begins until somebody resumes it.
    PAUSED,
    /// A wave is stopped: nothing begins until somebody retries or cancels.
    STOPPED,
    /// Every server has ended, and at least one of them without success.
    ENDED,
    /// Every server has succeeded.
    SUCCEEDED;

    @JsonCreator
    public static FleetPhase parse(String text) {
        for (var one : values()) {
            if (one.text().equalsIgnoreCase(text)) {
                return one;
            }
        }
        throw new IllegalArgumentException("not known: a phase of a fleet");
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
