package dev.pgconvoy.fleet;

import java.time.Duration;

/// Bounds for the durations of a fleet file.
final class FleetDurations {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private FleetDurations() {}

    static void require(String what, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("%s must be between 1 second and 365 days".formatted(what));
        }
    }
}
