package dev.pgconvoy.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Bounds for the names and labels of a fleet file.
final class FleetNames {

    static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
    private static final Pattern NAME = Pattern.compile(FORM);
    private static final int MOST_LABELS = 50;

    private FleetNames() {}

    static void require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "%s must be 1 to 63 letters, digits, dots, underscores or hyphens and start with a letter or digit"
                            .formatted(what));
        }
    }

    /// A copy, sorted and immutable.
    static SortedMap<String, String> labels(Map<String, String> labels) {
        if (labels.size() > MOST_LABELS) {
            throw new IllegalArgumentException("at most %d labels".formatted(MOST_LABELS));
        }
        labels.forEach((key, value) -> {
            require("the name of a label", key);
            require("the value of the label " + key, value);
        });
        return Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
}
