package dev.pgconvoy.monitor.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.migration.notification.RequestedReceiver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedReceiversTest {

    private final AllowedReceivers allowed = allowed(false);

    private static AllowedReceivers allowed(boolean allowPlain) {
        return new AllowedReceivers(
                Map.of(
                        "tickets",
                        new AllowedHosts(List.of("*.tickets.example", "hooks.example:8443"), "env:TICKETS"),
                        "chat",
                        new AllowedHosts(List.of("hooks.example", "[2001:db8::1]"), "env:CHAT")),
                allowPlain);
    }

    private static RequestedReceiver receiver(String url, Optional<String> key) {
        return new RequestedReceiver(url, key, Set.of());
    }

    private AllowedReceiver required(String url) {
        return allowed.require(receiver(url, Optional.empty()));
    }

    @Test
    void the_entry_that_allows_the_host_signs() {
        assertThat(required("https://eu.tickets.example/hook?team=a").secret()).isEqualTo("env:TICKETS");
        assertThat(required("https://EU.Tickets.Example:443/").key()).isEqualTo("tickets");
        assertThat(required("https://hooks.example:8443/").key()).isEqualTo("tickets");
        assertThat(required("https://hooks.example/").key()).isEqualTo("chat");
        assertThat(required("https://[2001:db8::1]/").key()).isEqualTo("chat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://tickets.example/",
                "https://evil.example/.tickets.example",
                "https://eu.tickets.example.evil.example/",
                "https://eu.tickets.example:9200/",
                "https://hooks.example:22/",
                "http://eu.tickets.example/",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://169.254.169.254/metadata"
            })
    void whatever_is_not_listed_is_refused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> required(url));
        assertThat(allowed.refusal(List.of(receiver(url, Optional.empty())))).isPresent();
    }

    @Test
    void a_refusal_shows_nothing_of_the_path() {
        assertThat(allowed.refusal(List.of(receiver("https://evil.example/a-token", Optional.empty()))))
                .hasValueSatisfying(reason ->
                        assertThat(reason).contains("evil.example:443").doesNotContain("a-token"));
    }

    @Test
    void a_key_signs_for_its_own_hosts_alone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allowed.require(receiver("https://hooks.example/", Optional.of("tickets"))))
                .withMessageContaining("with the key tickets");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allowed.require(receiver("https://hooks.example/", Optional.of("other"))));
        assertThat(allowed.require(receiver("https://hooks.example/", Optional.of("chat"))))
                .isEqualTo(required("https://hooks.example/"));
    }

    @Test
    void without_tls_only_where_the_operator_allows_it() {
        var url = "http://eu.tickets.example/";

        assertThat(allowed(true).refusal(List.of(receiver(url, Optional.empty()))))
                .isEmpty();
    }

    @Test
    void its_name_is_the_same_for_the_same_address_and_shows_nothing_of_it() {
        var one = required("https://hooks.example/a-token");

        assertThat(one.name())
                .isEqualTo(required("https://hooks.example/a-token").name());
        assertThat(one.name()).matches("chat\\.[0-9a-f]{32}");
        assertThat(one.name())
                .isNotEqualTo(required("https://hooks.example/other").name());
    }
}
