package dev.pgconvoy.kafka;

import java.time.Duration;

/// How long it is remembered that a migration has ended; equal in all services. Nothing that is kept grows without end.
public final class Retention {

    public static final String SETTING = "pgconvoy.retention.ended";
    public static final String DEFAULT = "90d";

    /// For tests whose topics forget within minutes, too; a flag of the JVM, so that no service is configured so by
    /// chance.
    public static final String SHORTEST_IN_TESTS = "dev.pgconvoy.tests.shortest-retention";

    private static final Duration LONGEST = Duration.ofDays(3_650);
    private static final Duration LONGEST_BETWEEN_CLEANINGS = Duration.ofHours(1);
    private static final int CLEANINGS_PER_RETENTION = 10;

    private Retention() {}

    /// An id that is forgotten can be used again, so it must be later than anything that still speaks of it.
    public static Duration bounded(Duration ended) {
        if (ended.compareTo(shortest()) < 0 || ended.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("%s must be between 1d and 3650d, and is %s".formatted(SETTING, ended));
        }
        return ended;
    }

    private static Duration shortest() {
        return Duration.parse(System.getProperty(SHORTEST_IN_TESTS, "P1D"));
    }

    /// How often to look for what is no longer to be remembered.
    public static Duration betweenCleanings(Duration ended) {
        var part = ended.dividedBy(CLEANINGS_PER_RETENTION);
        return part.compareTo(LONGEST_BETWEEN_CLEANINGS) < 0 ? part : LONGEST_BETWEEN_CLEANINGS;
    }
}
