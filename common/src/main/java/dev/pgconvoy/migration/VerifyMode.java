package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How the copy is proven: not at all, by row counts, or by counts and checksums.
public enum VerifyMode {
    OFF,
    COUNTS,
    FULL;

    @JsonCreator
    public static VerifyMode parse(String text) {
        for (var mode : values()) {
            if (mode.name().equalsIgnoreCase(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("verify must be off, counts or full");
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
