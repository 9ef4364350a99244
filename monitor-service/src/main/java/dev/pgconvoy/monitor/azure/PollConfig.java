package dev.pgconvoy.monitor.azure;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How Azure is asked.
@ConfigMapping(prefix = "pgconvoy.azure.poll")
interface PollConfig {

    /// Between two looks at one migration.
    @WithDefault("10s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration interval();

    /// The longest wait after faults.
    @WithDefault("5m")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 30)
    Duration longestBackoff();

    /// Over all migrations of this process.
    @WithDefault("10")
    @Min(1)
    @Max(1_000)
    int requestsPerSecond();

    /// Requests at a time.
    @WithDefault("16")
    @Min(1)
    @Max(256)
    int concurrency();

    /// How long a migration that was there may be missing.
    @WithDefault("2m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration missingPatience();

    /// After which a cancellation that had no effect is asked for again.
    @WithDefault("1m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration cancelAgain();
}
