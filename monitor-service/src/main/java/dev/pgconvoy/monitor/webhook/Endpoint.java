package dev.pgconvoy.monitor.webhook;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/// A receiver as it is configured.
///
/// @param secret names its keys
record Endpoint(String name, URI url, String secret, Set<Transition> on) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    Endpoint {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalStateException(
                    "pgconvoy.webhooks.endpoints: a name is at most 40 lower-case letters, digits and hyphens");
        }
        on = Set.copyOf(on);
    }

    static Endpoint of(String name, WebhooksConfig.Receiver receiver) {
        return new Endpoint(
                name, receiver.url(), receiver.secret(), receiver.on().orElse(Set.of(Transition.values())));
    }

    /// Of its consumers; the offsets of this group are what it has got.
    String group() {
        return "pgconvoy-webhook-" + name;
    }

    boolean wants(Happening happening) {
        return on.contains(happening.transition());
    }
}
