package dev.pgconvoy.monitor.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// What is told of single migrations.
@ConfigMapping(prefix = "pgconvoy.metrics")
interface MetricsConfig {

    /// Running migrations that have metrics of their own; those that were requested first come first. 0 for none.
    @WithDefault("100")
    @Min(0)
    @Max(2_000)
    int mostMigrations();
}
