package dev.pgconvoy.fleet;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// When migrations of a wave may begin: from each time of the cron expression on, for the duration.
///
/// @param cron minute, hour, day of month, month and day of week, as in crontab; the clock is that of the time zone
/// @param duration of elapsed time: a change of the clock neither shortens nor lengthens a window
/// @param onClose what becomes of what runs when it closes
public record MigrationWindow(String name, String cron, ZoneId timeZone, Duration duration, OnClose onClose) {

    /// What becomes of migrations when their window closes.
    public enum OnClose {
        /// What runs goes on.
        FINISH,
        /// Nothing begins that is not expected to end in time; what runs goes on.
        DRAIN,
        /// As `drain`, and what still runs is cancelled and begins anew in the next window.
        CANCEL;

        @JsonCreator
        public static OnClose parse(String text) {
            for (var one : values()) {
                if (one.text().equalsIgnoreCase(text)) {
                    return one;
                }
            }
            throw new IllegalArgumentException("onClose must be finish, drain or cancel");
        }

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int LONGEST_CRON = 200;

    public MigrationWindow {
        FleetNames.require("the name of a window", name);
        FleetDurations.require("duration", duration);
        if (cron.isEmpty() || cron.length() > LONGEST_CRON) {
            throw new IllegalArgumentException("cron must be 1 to %d characters long".formatted(LONGEST_CRON));
        }
    }

    @JsonCreator
    static MigrationWindow create(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty(value = "cron", required = true) String cron,
            @JsonProperty("timeZone") @Nullable ZoneId timeZone,
            @JsonProperty(value = "duration", required = true) Duration duration,
            @JsonProperty("onClose") @Nullable OnClose onClose) {
        return new MigrationWindow(
                name,
                cron,
                requireNonNullElse(timeZone, ZoneOffset.UTC),
                duration,
                requireNonNullElse(onClose, OnClose.FINISH));
    }
}
