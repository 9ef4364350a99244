package dev.pgconvoy.fleet.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A wave as it is shown.
///
/// @param since when it came into this phase; empty while it waits for an earlier wave
/// @param reason why it is stopped
public record WaveStatus(
        String wave,
        WavePhase phase,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> since,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason,
        List<GateStatus> gates) {

    public WaveStatus {
        gates = List.copyOf(gates);
    }
}
