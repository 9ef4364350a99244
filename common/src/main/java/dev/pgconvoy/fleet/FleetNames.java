package dev.pgconvoy.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Bounds for the names and labels of a fleet file.
final class FleetNames {

    /// The ids of migrations are `fleet.server`, `fleet.server.attempt-2`,
    /// `fleet.server.check-1` and `fleet.server.rehearsal-1`: a fleet has no dot in its
    /// name, and a server no such end, so that no two migrations have the same id.
    static final String ATTEMPT = ".attempt-";
    static final String CHECK = ".check-";
    static final String REHEARSAL = ".rehearsal-";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern RESERVED = Pattern.compile(".*\\.(?:attempt|check|rehearsal)-[0-9]+");
    private static final int MOST_LABELS = 50;

    private FleetNames() {}

    static void require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "%s must be 1 to 63 letters, digits, dots, underscores or hyphens and start with a letter or digit"
                            .formatted(what));
        }
    }

    static void requireServer(String name) {
        require("the name of a server", name);
        if (RESERVED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a server does not end with .attempt-N, .check-N or .rehearsal-N: the ids of later attempts, checks and rehearsals do");
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
