package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.migration.notification.Transition;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One receiver, tried again soon.
record ConfiguredWebhooks(
        String name,
        URI url,
        String secret,
        Optional<Set<Transition>> on,
        Duration timeout,
        Optional<List<String>> labels,
        Optional<Set<String>> fleets,
        Map<String, Allowed> allowed)
        implements WebhooksConfig, WebhooksConfig.Receiver {

    ConfiguredWebhooks(String name, URI url, Path keys) {
        this(
                name,
                url,
                "file:" + keys,
                Optional.empty(),
                Duration.ofSeconds(5),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    ConfiguredWebhooks within(Duration other) {
        return new ConfiguredWebhooks(name, url, secret, on, other, labels, fleets, allowed);
    }

    ConfiguredWebhooks of(Optional<List<String>> otherLabels, Optional<Set<String>> otherFleets) {
        return new ConfiguredWebhooks(name, url, secret, on, timeout, otherLabels, otherFleets, allowed);
    }

    /// Requests may have receivers at these hosts, signed with the same keys.
    ConfiguredWebhooks allowing(String... hosts) {
        return new ConfiguredWebhooks(
                name,
                url,
                secret,
                on,
                timeout,
                labels,
                fleets,
                Map.of("requests", new AllowedHosts(List.of(hosts), secret)));
    }

    @Override
    public int mostRequested() {
        return 2;
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
