package dev.pgconvoy.monitor.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverAddressTest {

    private final ReceiverAddress strict = new ReceiverAddress(false);
    private final ReceiverAddress ownNetwork = new ReceiverAddress(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "100.127.255.255",
                "198.18.0.1", "192.0.0.8", "240.0.0.1", "255.255.255.255", "::1", "fc00::1", "fd12::1",
                "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001::1", "::a00:1"
            })
    void our_own_network_is_refused_unless_it_is_allowed(String address) {
        assertThat(strict.isAllowed(InetAddress.ofLiteral(address))).isFalse();
        assertThat(ownNetwork.isAllowed(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "ff02::1"})
    void link_local_and_multicast_addresses_are_never_connected_to(String address) {
        assertThat(ownNetwork.isAllowed(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.215.14", "100.128.0.1", "172.32.0.1", "2606:2800:21f:cb07::1"})
    void others_are_allowed(String address) {
        assertThat(strict.isAllowed(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void a_name_that_leads_into_our_own_network_is_refused_when_it_is_looked_up() {
        assertThatExceptionOfType(RefusedAddressException.class)
                .isThrownBy(() -> strict.find(URI.create("https://localhost/hook")))
                .withMessageContaining("PGCONVOY_WEBHOOKS_ALLOW_PRIVATE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://a.example/", "ftp://a.example/", "https://user:x@a.example/", "https:///hook", "hook"})
    void a_url_that_cannot_be_used_is_refused_at_the_start_and_not_repeated(String url) {
        assertThatIllegalStateException()
                .isThrownBy(() -> strict.requireUsable("tickets", URI.create(url)))
                .withMessageContaining("pgconvoy.webhooks.endpoints.tickets.url")
                .withMessageNotContaining("user:x");
    }
}
