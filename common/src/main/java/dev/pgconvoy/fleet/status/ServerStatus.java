package dev.pgconvoy.fleet.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.migration.MigrationId;
import java.time.Instant;
import java.util.Optional;

/// A server of a fleet as it is shown.
///
/// @param wave empty for a server that is gone from the file
/// @param contentHash of what its migration does; another one in a file is a change
/// @param settingsHash of what else decides when it begins; empty for a server that is gone from
/// the file
/// @param attempt how often a migration was requested
/// @param migration of the last attempt
/// @param reason why it failed, is cancelled or skipped, or does not begin
public record ServerStatus(
        String server,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> wave,
        ServerPhase phase,
        String contentHash,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> settingsHash,
        int attempt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<MigrationId> migration,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> startedAt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> endedAt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason) {}
