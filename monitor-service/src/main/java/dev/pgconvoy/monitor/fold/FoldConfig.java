package dev.pgconvoy.monitor.fold;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How the fold runs.
@ConfigMapping(prefix = "pgconvoy.fold")
interface FoldConfig {

    /// Also the group of its consumers and the first word of its topics.
    @WithDefault("pgconvoy-fold")
    String applicationId();

    @WithDefault("1")
    @Min(1)
    @Max(16)
    int threads();

    /// What is folded becomes visible this late.
    @WithDefault("100ms")
    @DurationMin(millis = 10)
    @DurationMax(seconds = 1)
    Duration commitInterval();

    /// How long a fact that overtook its migration's request waits for it.
    @WithDefault("30s")
    @WithName("early-facts-wait")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 10)
    Duration patience();
}
