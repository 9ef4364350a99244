package dev.pgconvoy.monitor;

import dev.pgconvoy.kafka.TopicSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/// How topics that do not exist yet are created; the same for every service.
@ConfigMapping(prefix = "pgconvoy.topics")
interface TopicsConfig {

    @WithDefault("8")
    @Min(1)
    @Max(1_000)
    int partitions();

    @WithDefault("1")
    @Min(1)
    @Max(10)
    short replication();

    @WithDefault("7d")
    @DurationMin(days = 1)
    Duration retention();

    default TopicSettings settings() {
        return new TopicSettings(partitions(), replication(), retention());
    }
}
