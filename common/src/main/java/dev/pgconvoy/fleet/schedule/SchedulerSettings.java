package dev.pgconvoy.fleet.schedule;

import java.time.Duration;

/// What holds for all fleets together.
///
/// @param atOnce migrations of all fleets that run at once, with the checks that gates wait
/// for
/// @param patience after which a server that could begin, but for a limit, goes before all
/// that could begin later
public record SchedulerSettings(int atOnce, Duration patience) {

    private static final int MOST_AT_ONCE = 10_000;
    private static final Duration LONGEST_PATIENCE = Duration.ofDays(30);

    public static final SchedulerSettings DEFAULTS = new SchedulerSettings(100, Duration.ofHours(4));

    public SchedulerSettings {
        if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
            throw new IllegalArgumentException(
                    "pgconvoy.fleets.at-once must be between 1 and %d, and is %d".formatted(MOST_AT_ONCE, atOnce));
        }
        if (patience.isNegative() || patience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException(
                    "pgconvoy.fleets.patience must be between 0 and 30 days, and is " + patience);
        }
    }
}
