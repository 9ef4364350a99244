package dev.pgconvoy.migration.rate;

import java.util.regex.Pattern;

/// What a fleet may be called. The ids of its migrations are `fleet.server`: without a dot
/// in it, what follows the first one is the server.
public final class FleetName {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private FleetName() {}

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /// @throws IllegalArgumentException when no fleet may be called so
    public static void require(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "the name of a fleet must be 1 to 63 letters, digits, underscores or hyphens and start with a letter or digit");
        }
    }
}
