package dev.pgconvoy.kafka;

import java.time.Duration;

/// How long it is remembered that a migration has ended; equal in all services. Nothing that is kept grows without end.
public final class Retention {

    public static final String SETTING = "pgconvoy.retention.ended";
    public static final String DEFAULT = "90d";

    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private Retention() {}

    /// An id that is forgotten can be used again, so it must be later than anything that still speaks of it.
    public static Duration bounded(Duration ended) {
        if (ended.compareTo(SHORTEST) < 0 || ended.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("%s must be between 1d and 3650d, and is %s".formatted(SETTING, ended));
        }
        return ended;
    }
}
