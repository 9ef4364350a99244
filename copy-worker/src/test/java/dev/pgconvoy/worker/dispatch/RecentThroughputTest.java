package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentThroughputTest {

    private static final long SECOND = 1_000_000_000L;

    private final RecentThroughput rate = new RecentThroughput();

    @Test
    void one_sample_tells_nothing() {
        assertThat(rate.bytesPerSecond(1_000, 0)).isZero();
        assertThat(rate.bytesPerSecond(2_000, 0)).as("no time has passed").isZero();
    }

    @Test
    void it_is_what_came_in_the_time_between() {
        rate.bytesPerSecond(1_000, 0);

        assertThat(rate.bytesPerSecond(3_000, 2 * SECOND)).isEqualTo(1_000);
    }

    @Test
    void what_is_longer_ago_than_five_seconds_does_not_count() {
        rate.bytesPerSecond(0, 0);
        rate.bytesPerSecond(100_000, SECOND);
        rate.bytesPerSecond(100_000, 5 * SECOND);

        assertThat(rate.bytesPerSecond(100_000, 6 * SECOND)).isZero();
    }

    @Test
    void after_a_long_silence_the_last_two_samples_tell() {
        rate.bytesPerSecond(0, 0);

        assertThat(rate.bytesPerSecond(60_000, 60 * SECOND)).isEqualTo(1_000);
    }

    @Test
    void a_counter_that_begins_anew_is_not_negative() {
        rate.bytesPerSecond(9_000, 0);

        assertThat(rate.bytesPerSecond(0, SECOND)).isZero();
    }
}
