package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.migration.notification.RequestedReceiver;
import dev.pgconvoy.text.Wildcards;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which receivers requests may name. Whoever may request a migration must not get the monitor to call any address
/// that it can reach: the host and the port stand in the configuration, and [ReceiverAddress] looks at what the name
/// leads to.
@Singleton
public final class AllowedReceivers {

    private static final int PORT_OF_HTTPS = 443;
    private static final int PORT_OF_HTTP = 80;

    /// Hosts and keys of one name.
    private record Entry(List<String> hosts, String secret) {

        boolean allows(URI url) {
            var place = place(url);
            var isUsualPort = url.getPort() == -1 || url.getPort() == usualPort(url);
            return hosts.stream()
                    .anyMatch(host -> hasPort(host) ? matches(host, place) : isUsualPort && matches(host, host(url)));
        }

        /// The last colon of an IPv6 address in brackets is not one of a port.
        private static boolean hasPort(String host) {
            return host.lastIndexOf(':') > host.lastIndexOf(']') && host.indexOf(':') >= 0;
        }

        private static boolean matches(String pattern, String text) {
            return Wildcards.match(Wildcards.withStars(pattern.toLowerCase(Locale.ROOT)), text);
        }
    }

    private final SortedMap<String, Entry> entries = new TreeMap<>();
    private final boolean allowPlain;

    @Inject
    AllowedReceivers(WebhooksConfig config) {
        this(config.allowed(), config.allowPrivate());
    }

    /// @param allowPlain whether a receiver may be without TLS
    public AllowedReceivers(Map<String, WebhooksConfig.Allowed> allowedHosts, boolean allowPlain) {
        this.allowPlain = allowPlain;
        allowedHosts.forEach((name, allowed) -> {
            if (!RequestedReceiver.KEY.matcher(name).matches()) {
                throw new IllegalStateException(
                        "pgconvoy.webhooks.allowed: a name is at most 20 lower-case letters, digits and hyphens");
            }
            entries.put(name, new Entry(List.copyOf(allowed.hosts()), allowed.secret()));
        });
    }

    /// Where keys of receivers of requests are.
    List<String> secrets() {
        return entries.values().stream().map(Entry::secret).toList();
    }

    /// @throws IllegalArgumentException with the reason, when it is not allowed
    AllowedReceiver require(RequestedReceiver receiver) {
        var url = URI.create(receiver.url());
        if (!"https".equals(url.getScheme()) && !allowPlain) {
            throw new IllegalArgumentException(
                    "the receiver %s has no TLS: its url must begin with https://".formatted(place(url)));
        }
        var first = entries.entrySet().stream()
                .filter(entry -> entry.getValue().allows(url))
                .map(SortedMap.Entry::getKey)
                .findFirst();
        var named = receiver.key().isPresent() ? receiver.key().filter(key -> allows(key, url)) : first;
        return named.map(key -> new AllowedReceiver(
                        key, url, secret(key), first.filter(key::equals).isPresent()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the receiver %s is not allowed%s; pgconvoy.webhooks.allowed of the monitor lists the hosts"
                                .formatted(
                                        place(url),
                                        receiver.key()
                                                .map(" with the key %s"::formatted)
                                                .orElse(""))));
    }

    /// Why one of them is not allowed.
    public Optional<String> refusal(List<RequestedReceiver> receivers) {
        for (var receiver : receivers) {
            try {
                require(receiver);
            } catch (IllegalArgumentException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
        return Optional.empty();
    }

    private boolean allows(String key, URI url) {
        var entry = entries.get(key);
        return entry != null && entry.allows(url);
    }

    private String secret(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::secret).orElseThrow();
    }

    /// Without the path, which is nobody else's.
    private static String place(URI url) {
        return host(url) + ":" + (url.getPort() == -1 ? usualPort(url) : url.getPort());
    }

    private static String host(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT);
    }

    private static int usualPort(URI url) {
        return "https".equals(url.getScheme()) ? PORT_OF_HTTPS : PORT_OF_HTTP;
    }
}
