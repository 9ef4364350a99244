package dev.pgconvoy.migration.estimate;

import java.time.Duration;

/// A duration that is not certain.
///
/// @param p50 half of the migrations take no longer
/// @param p90 nine of ten take no longer
public record LikelyDuration(Duration p50, Duration p90) {

    private static final int MINUTE = 60;

    /// No more exact than it is: `under 10 s`, `40 s`, `12 min`, `3 h 20 min`.
    public static String words(Duration duration) {
        var seconds = Math.ceilDiv(duration.toMillis(), 1_000L);
        if (seconds < 10) {
            return "under 10 s";
        }
        if (seconds < 2 * MINUTE) {
            return "%d s".formatted(Math.ceilDiv(seconds, 5L) * 5);
        }
        var minutes = Math.ceilDiv(seconds, (long) MINUTE);
        return minutes < 2 * MINUTE
                ? "%d min".formatted(minutes)
                : "%d h %d min".formatted(minutes / MINUTE, minutes % MINUTE / 10 * 10);
    }
}
