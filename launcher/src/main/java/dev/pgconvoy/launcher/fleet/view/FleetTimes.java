package dev.pgconvoy.launcher.fleet.view;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as the views of fleets write them, in UTC.
final class FleetTimes {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private FleetTimes() {}

    static String minute(Instant time) {
        return MINUTE.format(time);
    }
}
