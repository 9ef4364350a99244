package dev.pgconvoy.failure;

import static java.util.Objects.requireNonNull;

import dev.pgconvoy.text.JsonText;
import java.util.Optional;

/// A remedy ready to paste: statements of SQL, or a command for Azure's `az`. People run it; pgconvoy never
/// does. Names in it are quoted by who made it.
///
/// @param database in which the statements run; empty when any database of the server will do
/// @param text whole: what is too long is no script, because half of it would do harm
public record RemedyScript(Place place, Optional<String> database, String text) {

    static final int LONGEST = 4_000;
    private static final int NAMES_AND_PLACE = 60;

    /// Where a remedy is run.
    public enum Place {
        SOURCE,
        TARGET,
        AZURE
    }

    public RemedyScript {
        requireNonNull(place, "place");
        requireNonNull(database, "database");
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException("a script has 1 to %d characters".formatted(LONGEST));
        }
    }

    int jsonBytes() {
        return NAMES_AND_PLACE
                + JsonText.bytes(text)
                + database.map(JsonText::bytes).orElse(0);
    }
}
