package dev.pgconvoy.migration.pause;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/// Somebody has paused a migration, and it goes on later.
///
/// @param reason may be empty
/// @param askedBy left out of JSON when nobody has said it
/// @param since when it was asked for, which tells this pause from others
/// @param until when it ends by itself at the latest; left out of JSON until the conductor
/// or whoever asked says so
/// @param reached whether no task runs any more; idle sessions of copiers may end later
public record MigrationPause(
        String reason,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> askedBy,
        Instant since,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> until,
        boolean reached) {

    public MigrationPause reached(Instant end) {
        return new MigrationPause(reason, askedBy, since, Optional.of(end), true);
    }
}
