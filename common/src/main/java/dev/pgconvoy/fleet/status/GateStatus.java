package dev.pgconvoy.fleet.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/// A gate of a wave as it is shown.
///
/// @param role that has to approve; empty for a gate that is no approval
/// @param passedAt empty while it is closed
/// @param by who has approved
/// @param reason why somebody has approved, or what the gate waits for
public record GateStatus(
        String gate,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> role,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> passedAt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> by,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason) {}
