package dev.pgconvoy.text;

import java.time.Duration;
import java.util.Locale;

/// Amounts for people. Bytes count by thousands, as disks and wires do.
public class Quantities {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};
    private static final double STEP = 1_000;
    private static final int MINUTE = 60;

    protected Quantities() {}

    public static String bytes(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        var amount = bytes / STEP;
        var unit = 0;
        // What would be rounded to 1000 is 1 of the next unit.
        while (amount >= STEP - 0.5 && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        // Three digits, also where rounding makes the third one. The console rounds in the same way.
        return String.format(Locale.ROOT, amount < 99.95 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
    }

    public static String rate(long bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    /// Empty when the time is too short to divide by.
    public static String rate(long bytes, Duration time) {
        return time.toMillis() == 0 ? "" : rate(Math.round(bytes * STEP / time.toMillis()));
    }

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// `0.3 s`, `12.3 s`, `3:07 min`, `1:03:07 h`.
    public static String time(Duration time) {
        if (time.toSeconds() < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / STEP);
        }
        return clock(time) + (time.toHours() == 0 ? " min" : " h");
    }

    /// `0:12`, `3:07`, `1:03:07`.
    public static String clock(Duration time) {
        return time.toHours() == 0
                ? String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart())
                : String.format(
                        Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
