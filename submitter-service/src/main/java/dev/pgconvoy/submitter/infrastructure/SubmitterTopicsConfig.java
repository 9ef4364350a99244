package dev.pgconvoy.submitter.infrastructure;

import dev.pgconvoy.kafka.TopicSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How missing topics are created; equal in all services.
@ConfigMapping(prefix = "pgconvoy.topics")
interface SubmitterTopicsConfig {

    @WithDefault("8")
    int partitions();

    @WithDefault("1")
    short replication();

    @WithDefault("7d")
    Duration retention();

    default TopicSettings settings() {
        return new TopicSettings(partitions(), replication(), retention());
    }
}
