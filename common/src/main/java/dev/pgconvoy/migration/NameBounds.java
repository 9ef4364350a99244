package dev.pgconvoy.migration;

import java.nio.charset.StandardCharsets;

/// Bounds for names that come from outside.
final class NameBounds {

    private static final int LONGEST = 63;

    private NameBounds() {}

    static void requireName(String what, String name) {
        if (name.isEmpty()
                || name.getBytes(StandardCharsets.UTF_8).length > LONGEST
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "%s must be 1 to %d bytes long and without control characters".formatted(what, LONGEST));
        }
    }
}
