package dev.pgconvoy.monitor.fold;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// When a migration counts as standing still.
@ConfigMapping(prefix = "pgconvoy.watchdog")
interface WatchdogConfig {

    /// Workers speak at least every 10 s.
    @WithDefault("2m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration stalledAfter();
}
