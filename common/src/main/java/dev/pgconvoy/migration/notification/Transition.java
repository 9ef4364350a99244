package dev.pgconvoy.migration.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What a receiver may be told of a migration.
public enum Transition {
    SUCCEEDED,
    FAILED,
    VALIDATION_FAILED,
    CANCELED,
    /// Nobody has spoken of it for a while.
    STALLED,
    /// Something is in its way.
    HINDERED,
    /// It waits for somebody's decision.
    WAITING;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
