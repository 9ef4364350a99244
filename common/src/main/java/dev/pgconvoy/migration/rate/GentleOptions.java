package dev.pgconvoy.migration.rate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a source may have to do beside a migration. While it has more to do, workers read from
/// it more slowly, and never stop.
///
/// @param maxActiveSessions of others, 1 to 10,000
/// @param maxReplicationLagBytes by which a standby may be behind, 1 MiB to 1 TiB
/// @param maxReplicationLagSeconds the same in seconds, 1 to 86,400
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record GentleOptions(
        Optional<Integer> maxActiveSessions,
        Optional<Long> maxReplicationLagBytes,
        Optional<Integer> maxReplicationLagSeconds) {

    private static final int MOST_SESSIONS = 10_000;
    private static final int MOST_SECONDS = 86_400;

    public GentleOptions {
        if (maxActiveSessions.isEmpty() && maxReplicationLagBytes.isEmpty() && maxReplicationLagSeconds.isEmpty()) {
            throw new IllegalArgumentException(
                    "gentle needs maxActiveSessions, maxReplicationLagBytes or maxReplicationLagSeconds");
        }
        maxActiveSessions.ifPresent(most -> require("maxActiveSessions", most, MOST_SESSIONS));
        maxReplicationLagBytes.ifPresent(most -> RateBounds.require("maxReplicationLagBytes", most));
        maxReplicationLagSeconds.ifPresent(most -> require("maxReplicationLagSeconds", most, MOST_SECONDS));
    }

    private static void require(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("%s must be between 1 and %d".formatted(what, most));
        }
    }

    @JsonCreator
    static GentleOptions create(
            @JsonProperty("maxActiveSessions") @Nullable Optional<Integer> maxActiveSessions,
            @JsonProperty("maxReplicationLagBytes") @Nullable Optional<Long> maxReplicationLagBytes,
            @JsonProperty("maxReplicationLagSeconds") @Nullable Optional<Integer> maxReplicationLagSeconds) {
        return new GentleOptions(
                maxActiveSessions == null ? Optional.empty() : maxActiveSessions,
                maxReplicationLagBytes == null ? Optional.empty() : maxReplicationLagBytes,
                maxReplicationLagSeconds == null ? Optional.empty() : maxReplicationLagSeconds);
    }
}
