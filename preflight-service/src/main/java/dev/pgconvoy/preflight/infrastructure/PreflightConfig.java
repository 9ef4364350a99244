package dev.pgconvoy.preflight.infrastructure;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long a preflight may wait for a server. Both are between 1 second and 10 minutes.
@ConfigMapping(prefix = "pgconvoy.preflight")
interface PreflightConfig {

    /// For a connection, login included.
    @WithDefault("10s")
    Duration connectTimeout();

    /// For one query.
    @WithDefault("30s")
    Duration statementTimeout();

    static Duration bounded(String name, Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "pgconvoy.preflight.%s must be between 1s and 10m, and is %s".formatted(name, value));
        }
        return value;
    }
}
