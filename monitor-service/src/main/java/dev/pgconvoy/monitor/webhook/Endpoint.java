package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.migration.notification.RequestedReceiver;
import dev.pgconvoy.migration.notification.Transition;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Somebody who is told.
///
/// @param secret names its keys
/// @param on what it may be told of at all
/// @param concerns whether it is told of this one
record Endpoint(String name, URI url, String secret, Set<Transition> on, Predicate<Happening> concerns) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Set<Transition> ALL = Set.of(Transition.values());

    Endpoint {
        on = Set.copyOf(on);
    }

    /// As it is configured.
    static Endpoint of(String name, WebhooksConfig.Receiver receiver) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalStateException(
                    "pgconvoy.webhooks.endpoints: a name is at most 40 lower-case letters, digits and hyphens");
        }
        var audience = ReceiverFilter.of(name, receiver);
        return new Endpoint(
                name,
                receiver.url(),
                receiver.secret(),
                receiver.on().orElse(ALL),
                happening -> audience.fits(happening.status().request()));
    }

    /// As requests name it. Its name has a dot, which no configured one has.
    static Endpoint of(AllowedReceiver receiver) {
        return new Endpoint(
                receiver.name(),
                receiver.url(),
                receiver.secret(),
                ALL,
                happening -> receivers(happening).stream()
                        .anyMatch(wanted -> receiver.isMeantBy(wanted) && wanted.wants(happening.transition())));
    }

    private static List<RequestedReceiver> receivers(Happening happening) {
        return happening.status().request().options().notifications();
    }

    /// Of its consumers; the offsets of this group are what it has got.
    String group() {
        return "pgconvoy-webhook-" + name;
    }

    boolean wants(Happening happening) {
        return on.contains(happening.transition()) && concerns.test(happening);
    }
}
