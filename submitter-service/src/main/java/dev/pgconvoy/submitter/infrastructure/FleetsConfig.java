package dev.pgconvoy.submitter.infrastructure;

import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What holds for all fleets together.
@ConfigMapping(prefix = "pgconvoy.fleets")
interface FleetsConfig {

    /// Migrations of all fleets that run at once, 1 to 10000.
    @WithDefault("100")
    int atOnce();

    /// After which a server that only limits keep from beginning goes before all that could begin later, up to 30d.
    @WithDefault("4h")
    Duration patience();

    default SchedulerSettings settings() {
        return new SchedulerSettings(atOnce(), patience());
    }
}
