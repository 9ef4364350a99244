package dev.pgconvoy.fleet;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a wave does when a migration of it fails.
///
/// @param retry how often a failed migration is requested once more, 0 to 10
/// @param then what follows when more than `maxFailed` servers have failed
/// @param maxFailed how many servers may fail
public record OnFailure(int retry, Then then, int maxFailed) {

    /// What follows when too many servers have failed.
    public enum Then {
        /// Nothing of the wave begins any more, nor does a later wave.
        STOP_WAVE,
        /// The other servers go on.
        CONTINUE;

        @JsonCreator
        public static Then parse(String text) {
            for (var one : values()) {
                if (one.text().equalsIgnoreCase(text)) {
                    return one;
                }
            }
            throw new IllegalArgumentException("then must be stop-wave or continue");
        }

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static final OnFailure DEFAULTS = new OnFailure(0, Then.STOP_WAVE, 0);

    private static final int MOST_RETRIES = 10;

    public OnFailure {
        if (retry < 0 || retry > MOST_RETRIES) {
            throw new IllegalArgumentException("retry must be between 0 and " + MOST_RETRIES);
        }
        if (maxFailed < 0 || maxFailed > FleetSpec.MOST_SERVERS) {
            throw new IllegalArgumentException("maxFailed must be between 0 and " + FleetSpec.MOST_SERVERS);
        }
    }

    @JsonCreator
    static OnFailure create(
            @JsonProperty("retry") @Nullable Integer retry,
            @JsonProperty("then") @Nullable Then then,
            @JsonProperty("maxFailed") @Nullable Integer maxFailed) {
        return new OnFailure(
                requireNonNullElse(retry, DEFAULTS.retry),
                requireNonNullElse(then, DEFAULTS.then),
                requireNonNullElse(maxFailed, DEFAULTS.maxFailed));
    }
}
