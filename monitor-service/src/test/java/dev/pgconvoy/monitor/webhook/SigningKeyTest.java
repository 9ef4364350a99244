package dev.pgconvoy.monitor.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void the_signature_is_that_of_openssl() throws Exception {
        var body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        var keys = SigningKey.of("env:HOOK", _ -> Optional.of(KEY));

        assertThat(SigningKey.signatures(keys, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body))
                .isEqualTo(OpenSsl.signature(KEY, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body));
        assertThat(keys.toString()).doesNotContain("MfKQ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "geheim", "whsec_c2hvcnQ=", "whsec_!!!"})
    void what_is_no_key_is_named_by_its_place_only(String content) {
        assertThatIllegalStateException()
                .isThrownBy(() -> SigningKey.of("env:HOOK", _ -> Optional.of(content)))
                .withMessageContaining("env:HOOK")
                .withMessageNotContaining("geheim")
                .withMessageNotContaining("c2hvcnQ");
    }

    @Test
    void a_secret_that_is_written_out_is_refused_and_not_repeated() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SigningKey.of(KEY, _ -> Optional.empty()))
                .withMessageContaining("file:/path")
                .withMessageNotContaining("MfKQ");
    }

    @Test
    void waits_double_up_to_a_bound_and_are_not_shorter_than_asked_for() {
        var backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1));

        assertThat(backOff.after(1, Optional.empty())).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(backOff.after(3, Optional.empty())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(backOff.after(1_000, Optional.empty())).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        assertThat(backOff.after(1, Optional.of(Duration.ofMinutes(10)))).isEqualTo(Duration.ofMinutes(10));
        assertThat(backOff.after(1, Optional.of(Duration.ofDays(10)))).isEqualTo(Duration.ofHours(1));
        assertThat(backOff.after(1, Optional.of(Duration.ofSeconds(-5)))).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
