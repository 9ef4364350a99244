package dev.pgconvoy.migration.rate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Of which fleet a migration is, for the limits that all migrations of the fleet share.
/// It changes nothing of what is moved.
///
/// @param name of the fleet
/// @param maxBytesPerSecond that all migrations of the fleet copy together, 1 MiB to 1 TiB;
/// left out of JSON when the fleet has no limit
public record FleetMembership(
        String name,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> maxBytesPerSecond) {

    public FleetMembership {
        FleetName.require(name);
        maxBytesPerSecond.ifPresent(rate -> RateBounds.require("fleet.maxBytesPerSecond", rate));
    }

    @JsonCreator
    static FleetMembership create(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty("maxBytesPerSecond") @Nullable Optional<Long> maxBytesPerSecond) {
        return new FleetMembership(name, maxBytesPerSecond == null ? Optional.empty() : maxBytesPerSecond);
    }
}
