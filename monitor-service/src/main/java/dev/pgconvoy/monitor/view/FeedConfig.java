package dev.pgconvoy.monitor.view;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// The live stream of events.
@ConfigMapping(prefix = "pgconvoy.events")
public interface FeedConfig {

    @WithDefault("500")
    @Min(1)
    @Max(10_000)
    int mostListeners();

    /// Events that wait for one slow listener before it is let go.
    @WithDefault("2000")
    @Min(16)
    @Max(100_000)
    int buffer();

    /// How often a silent stream shows that it lives.
    @WithDefault("15s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration heartbeat();
}
