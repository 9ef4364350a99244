package dev.pgconvoy.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pgconvoy.migration.rate.RateBounds;
import dev.pgconvoy.migration.rate.RateScope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Somebody limits what all workers together copy from, to or for something, from now on. It
/// takes the place of what requests and fleets say about that. The last one of each scope counts.
///
/// @param limited what has the limit
/// @param bytesPerSecond 1 MiB to 1 TiB; left out of JSON when the limits of requests and fleets
/// count again
public record RateLimitSet(
        RateScope limited,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> bytesPerSecond) implements CopyEvent {

    public RateLimitSet {
        bytesPerSecond.ifPresent(rate -> RateBounds.require("bytesPerSecond", rate));
    }

    @JsonCreator
    static RateLimitSet create(
            @JsonProperty(value = "limited", required = true) RateScope limited,
            @JsonProperty("bytesPerSecond") @Nullable Optional<Long> bytesPerSecond) {
        return new RateLimitSet(limited, bytesPerSecond == null ? Optional.empty() : bytesPerSecond);
    }

    @Override
    public String subject() {
        return limited.toString();
    }
}
