package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.preflight.application.ExaminationSlots;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long a preflight may wait for a server, between 1 second and 10 minutes, and for all that it asks; how much it
/// takes.
@ConfigMapping(prefix = "pgconvoy.preflight")
interface PreflightConfig {

    /// For a connection, login included.
    @WithDefault("10s")
    Duration connectTimeout();

    /// For one query.
    @WithDefault("30s")
    Duration statementTimeout();

    /// For everything that is asked of both servers.
    @WithDefault("5m")
    Duration deadline();

    /// That one migration by our workers takes, between 1 and 1000; Azure's service takes 50 whatever this says.
    @WithDefault("1000")
    int mostDatabases();

    /// How many are examined at a time. All are between 1 and 1000.
    Examinations examinations();

    interface Examinations {

        @WithDefault("64")
        int most();

        /// Between the same two servers.
        @WithDefault("8")
        int perPair();

        /// For one server, as source or as target.
        @WithDefault("32")
        int perServer();

        /// For one requester, by the source of its events.
        @WithDefault("32")
        int perRequester();

        /// That may wait between the same two servers; further ones are refused at once.
        @WithDefault("64")
        int waitingPerPair();

        default ExaminationSlots.Limits limits() {
            return new ExaminationSlots.Limits(most(), perPair(), perServer(), perRequester(), waitingPerPair());
        }
    }

    static Duration bounded(String name, Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "pgconvoy.preflight.%s must be between 1s and 10m, and is %s".formatted(name, value));
        }
        return value;
    }
}
