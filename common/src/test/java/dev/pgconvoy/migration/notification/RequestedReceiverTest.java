package dev.pgconvoy.migration.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedReceiverTest {

    private static RequestedReceiver receiver(String url) {
        return new RequestedReceiver(url, Optional.empty(), Set.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://[1:2]/",
                "https://[::zz]/",
                "https://[::1.2]/",
                "https://[...]/",
                "https://1.2.3.4.5/",
                "https://a..b/",
                "https://hooks.example:0/",
                "https://hooks.example:65536/",
                "https://user@hooks.example/",
                "ftp://hooks.example/",
                "https:///path"
            })
    void an_address_that_names_no_host_is_refused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> receiver(url)).withMessageContaining("a receiver's url");
    }

    @Test
    void its_host_is_the_one_of_its_url() {
        assertThat(receiver("https://Hooks.Example:8443/a?b=c").host()).isEqualTo("hooks.example");
        assertThat(receiver("https://[2001:DB8::1]/").host()).isEqualTo("[2001:db8::1]");
        assertThat(receiver("https://10.0.0.7").host()).isEqualTo("10.0.0.7");
    }
}
