package dev.pgconvoy.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.migration.rate.RateScope;
import java.time.Instant;
import java.util.Optional;

/// A limit that somebody has set while copies run.
///
/// @param setBy as the writer of the record says
public record RecordedLimit(
        RateScope limited,
        long bytesPerSecond,
        Instant setAt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> setBy) {}
