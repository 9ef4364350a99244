package dev.pgconvoy.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int BLOCK = 65_536;

    @Test
    void a_small_message_leaves_at_once() {
        assertThat(new TokenBucket(20_000_000, 0).take(100, 0)).isZero();
    }

    @Test
    void a_stream_gets_its_bandwidth_and_no_more() {
        // given
        var bucket = new TokenBucket(20_000_000, 0);
        var now = 0L;
        var bytes = 0L;

        // when it sends as soon as it may, for ten seconds
        while (now < 10 * SECOND) {
            now += bucket.take(BLOCK, now);
            bytes += BLOCK;
        }

        // then
        assertThat(bytes / 10.0).isCloseTo(20_000_000, within(200_000.0));
    }

    @Test
    void silence_is_not_saved_up() {
        // given
        var bucket = new TokenBucket(20_000_000, 0);

        // when
        var wait = bucket.take(20_000_000, 3600 * SECOND);

        // then
        assertThat(wait).isCloseTo(SECOND * 98 / 100, within(SECOND / 1000));
    }
}
