package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Who moves the data: our copy workers, or Azure's migration service.
public enum ExecutorKind {
    WORKERS,
    AZURE;

    @JsonCreator
    public static ExecutorKind parse(String text) {
        for (var kind : values()) {
            if (kind.name().equalsIgnoreCase(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("executor must be workers or azure");
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
