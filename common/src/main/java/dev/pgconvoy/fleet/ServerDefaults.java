package dev.pgconvoy.fleet;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What holds for every server of a fleet that does not say something else.
///
/// @param expectedDuration of one migration, until more is known of it
public record ServerDefaults(
        EndpointSettings source, EndpointSettings target, OptionSettings options, Duration expectedDuration) {

    public static final Duration EXPECTED = Duration.ofHours(1);
    public static final ServerDefaults NONE =
            new ServerDefaults(EndpointSettings.NONE, EndpointSettings.NONE, OptionSettings.NONE, EXPECTED);

    public ServerDefaults {
        FleetDurations.require("expectedDuration", expectedDuration);
    }

    @JsonCreator
    static ServerDefaults create(
            @JsonProperty("source") @Nullable EndpointSettings source,
            @JsonProperty("target") @Nullable EndpointSettings target,
            @JsonProperty("options") @Nullable OptionSettings options,
            @JsonProperty("expectedDuration") @Nullable Duration expectedDuration) {
        return new ServerDefaults(
                requireNonNullElse(source, EndpointSettings.NONE),
                requireNonNullElse(target, EndpointSettings.NONE),
                requireNonNullElse(options, OptionSettings.NONE),
                requireNonNullElse(expectedDuration, EXPECTED));
    }
}
