package dev.pgconvoy.migration.estimate;

import java.time.Instant;
import java.util.Optional;

/// What is known of the checks beside their findings.
///
/// @param estimate empty where no data would be moved, or where a server could not be measured
public record PreflightRun(Instant startedAt, Instant endedAt, Optional<Estimate> estimate) {

    public PreflightRun withoutDatabases() {
        return new PreflightRun(startedAt, endedAt, estimate.map(Estimate::withoutDatabases));
    }
}
