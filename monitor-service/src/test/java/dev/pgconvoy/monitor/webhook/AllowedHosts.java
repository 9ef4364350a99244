package dev.pgconvoy.monitor.webhook;

import java.util.List;

/// An entry of the configuration.
public record AllowedHosts(List<String> hosts, String secret) implements WebhooksConfig.Allowed {}
