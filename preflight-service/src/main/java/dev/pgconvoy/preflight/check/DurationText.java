package dev.pgconvoy.preflight.check;

import java.time.Duration;

/// How long something has lasted, in the largest unit that fits.
final class DurationText {

    private DurationText() {}

    static String shown(Duration duration) {
        if (duration.toDays() > 1) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() > 1) {
            return duration.toHours() + " hours";
        }
        return duration.toMinutes() > 1 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " s";
    }
}
