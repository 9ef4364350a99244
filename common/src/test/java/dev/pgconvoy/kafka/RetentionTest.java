package dev.pgconvoy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {

    @Test
    void less_than_a_day_is_refused() {
        assertThat(Retention.bounded(Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retention.bounded(Duration.ofHours(23)))
                .withMessageContaining(Retention.SETTING);
    }

    @Test
    void what_is_over_is_looked_for_every_hour_and_more_often_when_little_is_kept() {
        assertThat(Retention.betweenCleanings(Duration.ofDays(90))).isEqualTo(Duration.ofHours(1));
        assertThat(Retention.betweenCleanings(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(6));
    }
}
