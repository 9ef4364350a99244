package dev.pgconvoy.monitor.webhook;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.notification.Transition;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhooksConfigTest {

    private static WebhooksConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withDefaultValues(values)
                .withConverter(Duration.class, 200, text -> Duration.parse("PT" + text))
                .withMapping(WebhooksConfig.class)
                .build()
                .getConfigMapping(WebhooksConfig.class);
    }

    @Test
    void without_receivers_there_is_nothing_to_configure() {
        assertThat(config(Map.of("pgconvoy.webhooks.keep-trying", "72h")).endpoints())
                .isEmpty();
    }

    @Test
    void a_receiver_may_be_limited_and_requests_may_have_their_own() {
        var hook = "pgconvoy.webhooks.endpoints.hook.";
        var config = config(Map.of(
                "pgconvoy.webhooks.keep-trying",
                "72h",
                hook + "url",
                "https://a.example/hook",
                hook + "secret",
                "env:HOOK",
                hook + "labels",
                "team:payments,stage",
                hook + "fleets",
                "weekend",
                "pgconvoy.webhooks.allowed.tickets.hosts",
                "*.tickets.example,hooks.example:8443",
                "pgconvoy.webhooks.allowed.tickets.secret",
                "env:TICKETS"));

        var receiver = requireNonNull(config.endpoints().get("hook"));
        assertThat(ReceiverFilter.of("hook", receiver).labels()).hasSize(2);
        assertThat(receiver.fleets()).contains(Set.of("weekend"));
        assertThat(requireNonNull(config.allowed().get("tickets")).hosts())
                .containsExactly("*.tickets.example", "hooks.example:8443");
        assertThat(config.mostRequested()).isEqualTo(20);
    }

    @Test
    void a_receiver_is_told_what_it_wants_and_everything_by_default() {
        var all = "pgconvoy.webhooks.endpoints.all.";
        var some = "pgconvoy.webhooks.endpoints.some-of-it.";
        var endpoints = config(Map.of(
                        "pgconvoy.webhooks.keep-trying",
                        "72h",
                        all + "url",
                        "https://a.example/hook",
                        all + "secret",
                        "env:HOOK",
                        some + "url",
                        "https://b.example/hook",
                        some + "secret",
                        "file:/run/secrets/hook",
                        some + "on",
                        "validation-failed,stalled"))
                .endpoints();

        assertThat(Endpoint.of("all", requireNonNull(endpoints.get("all"))).on())
                .containsExactlyInAnyOrder(Transition.values());
        assertThat(Endpoint.of("some-of-it", requireNonNull(endpoints.get("some-of-it")))
                        .on())
                .containsExactlyInAnyOrder(Transition.VALIDATION_FAILED, Transition.STALLED);
    }
}
