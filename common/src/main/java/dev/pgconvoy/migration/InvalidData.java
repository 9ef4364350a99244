package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What happens to a foreign key or check that the source's own rows violate: the migration fails, or the constraint
/// is created without being validated, and reported.
public enum InvalidData {
    FAIL,
    NOT_VALID;

    @JsonCreator
    public static InvalidData parse(String text) {
        for (var choice : values()) {
            if (choice.text().equalsIgnoreCase(text)) {
                return choice;
            }
        }
        throw new IllegalArgumentException("onInvalidData must be fail or not-valid");
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
