package dev.pgconvoy.fleet.status;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How far a server of a fleet is.
public enum ServerPhase {
    WAITING,
    /// Its migration is requested and has not ended.
    RUNNING,
    /// Its migration is to be stopped and has not yet.
    CANCELLING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /// A server that it needs has not succeeded.
    SKIPPED,
    /// It is no more in the plan; kept so that its migrations keep their names.
    REMOVED;

    @JsonCreator
    public static ServerPhase parse(String text) {
        for (var one : values()) {
            if (one.text().equalsIgnoreCase(text)) {
                return one;
            }
        }
        throw new IllegalArgumentException("not known: a phase of a server");
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether its migration holds what limits count.
    public boolean isActive() {
        return switch (this) {
            case RUNNING, CANCELLING -> true;
            case WAITING, SUCCEEDED, FAILED, CANCELLED, SKIPPED, REMOVED -> false;
        };
    }

    public boolean isEnded() {
        return switch (this) {
            case WAITING, RUNNING, CANCELLING -> false;
            case SUCCEEDED, FAILED, CANCELLED, SKIPPED, REMOVED -> true;
        };
    }
}
