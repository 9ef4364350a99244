package dev.pgconvoy.submitter.azure.infrastructure;

import dev.pgconvoy.azure.Backoff;
import dev.pgconvoy.submitter.azure.application.AzurePatience;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How migrations are brought into Azure.
@ConfigMapping(prefix = "pgconvoy.azure.submit")
interface SubmitConfig {

    /// The group of the consumer.
    @WithDefault("pgconvoy-azure-submit")
    String groupId();

    /// How long what may pass is tried again, 1 minute to 7 days.
    @WithDefault("6h")
    Duration retryFor();

    /// Between looks at a deployment that runs, where Azure does not say it, 100 milliseconds to 5 minutes.
    @WithDefault("5s")
    Duration pollInterval();

    /// The longest wait between two tries, 1 second to 10 minutes.
    @WithDefault("2m")
    Duration longestBackoff();

    /// How long nothing must be in Azure before it counts as never made, 1 second to 10 minutes.
    @WithDefault("30s")
    Duration settling();

    /// Migrations that are brought into Azure at a time, 1 to 10000; the channel's settings take it from here.
    @WithDefault("1000")
    int concurrency();

    default AzurePatience patience() {
        var poll = bounded("poll-interval", pollInterval(), Duration.ofMillis(100), Duration.ofMinutes(5));
        var longest = bounded("longest-backoff", longestBackoff(), Duration.ofSeconds(1), Duration.ofMinutes(10));
        return new AzurePatience(
                bounded("retry-for", retryFor(), Duration.ofMinutes(1), Duration.ofDays(7)),
                poll,
                bounded("settling", settling(), Duration.ofSeconds(1), Duration.ofMinutes(10)),
                new Backoff(
                        Duration.ofSeconds(1),
                        longest,
                        () -> ThreadLocalRandom.current().nextLong()));
    }

    default void requireBoundedConcurrency() {
        if (concurrency() < 1 || concurrency() > 10_000) {
            throw new IllegalArgumentException(
                    "pgconvoy.azure.submit.concurrency must be between 1 and 10000, and is " + concurrency());
        }
    }

    private static Duration bounded(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("pgconvoy.azure.submit.%s must be between %s and %s, and is %s"
                    .formatted(name, least, most, value));
        }
        return value;
    }
}
