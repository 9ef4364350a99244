package dev.pgconvoy.it.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SoakTimesTest {

    @Test
    void five_minutes_have_enough_heaps_for_a_trend() {
        var times = SoakTimes.of(Duration.ofMinutes(5));

        assertThat(times.measured().dividedBy(times.betweenHeaps())).isGreaterThanOrEqualTo(6);
    }

    @Test
    void most_of_a_long_soak_is_measured() {
        assertThat(SoakTimes.of(Duration.ofHours(2)).measured()).isGreaterThan(Duration.ofMinutes(100));
    }

    @Test
    void too_short_a_soak_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SoakTimes.of(Duration.ofMinutes(1)));
    }
}
