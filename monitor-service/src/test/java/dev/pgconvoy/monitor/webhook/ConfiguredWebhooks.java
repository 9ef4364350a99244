package dev.pgconvoy.monitor.webhook;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One receiver, tried again soon.
record ConfiguredWebhooks(String name, URI url, String secret, Optional<Set<Transition>> on, Duration timeout)
        implements WebhooksConfig, WebhooksConfig.Receiver {

    ConfiguredWebhooks(String name, URI url, Path keys) {
        this(name, url, "file:" + keys, Optional.empty(), Duration.ofSeconds(5));
    }

    ConfiguredWebhooks within(Duration other) {
        return new ConfiguredWebhooks(name, url, secret, on, other);
    }

    @Override
    public Map<String, Receiver> endpoints() {
        return Map.of(name, this);
    }

    @Override
    public boolean allowPrivate() {
        return true;
    }

    @Override
    public Optional<Path> caFile() {
        return Optional.empty();
    }

    @Override
    public Duration firstDelay() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration longestDelay() {
        return Duration.ofMillis(400);
    }

    @Override
    public Duration keepTrying() {
        return Duration.ofDays(1);
    }
}
