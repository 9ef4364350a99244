package dev.pgconvoy.preflight.check;

import java.util.Locale;

/// Bytes, in the largest unit of which there are at least ten.
final class SizeText {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private SizeText() {}

    static String shown(long bytes) {
        var value = (double) bytes;
        var unit = 0;
        while (value >= 10 * 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%,.0f %s", value, UNITS[unit]);
    }
}
