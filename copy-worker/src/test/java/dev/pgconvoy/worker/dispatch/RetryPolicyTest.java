package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private final RetryPolicy retries =
            new RetryPolicy(10, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(1));

    @Test
    void delays_double_up_to_the_longest() {
        assertThat(retries.delayAfter(1))
                .hasValueSatisfying(
                        delay -> assertThat(delay).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1)));
        assertThat(retries.delayAfter(10))
                .hasValueSatisfying(
                        delay -> assertThat(delay).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5)));
    }

    @Test
    void settings_out_of_bounds_are_refused_by_their_names() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(0, retries.first(), retries.longest(), retries.silence()))
                .withMessageContaining("PGCONVOY_RETRY_MOST");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(1, Duration.ZERO, retries.longest(), retries.silence()))
                .withMessageContaining("PGCONVOY_RETRY_FIRST");
    }

    @Test
    void there_is_an_end() {
        assertThat(retries.delayAfter(11)).isEmpty();
    }
}
