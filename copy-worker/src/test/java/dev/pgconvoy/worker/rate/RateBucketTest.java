package dev.pgconvoy.worker.rate;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RateBucketTest {

    private static final int BLOCK = 256 * 1024;
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final AtomicLong clock = new AtomicLong();
    private final RateBucket bucket = new RateBucket(clock::get);

    private void pass(long millis) {
        clock.addAndGet(MILLISECONDS.toNanos(millis));
    }

    @Test
    void a_block_is_paid_for_after_it_was_read() {
        bucket.allow(1_000_000, FOR_EVER);
        var turn = bucket.order(500_000);

        assertThat(bucket.waitFor(turn)).isPositive();
        pass(499);
        assertThat(bucket.waitFor(turn)).isPositive();
        pass(1);
        assertThat(bucket.waitFor(turn)).isZero();
    }

    @Test
    void who_comes_first_goes_on_first() {
        bucket.allow(1_000_000, FOR_EVER);
        var first = bucket.order(100_000);
        var second = bucket.order(100_000);

        pass(100);

        assertThat(bucket.waitFor(first)).isZero();
        assertThat(bucket.waitFor(second)).isPositive();
    }

    @Test
    void what_nobody_took_is_kept_for_a_moment_only() {
        bucket.allow(1_000_000, FOR_EVER);
        pass(60_000);

        assertThat(bucket.waitFor(bucket.order(100_000))).isZero();
        assertThat(bucket.waitFor(bucket.order(1))).isPositive();
    }

    @Test
    void nothing_is_allowed_after_the_end_of_a_rate_and_a_later_rate_does_not_make_up_for_it() {
        bucket.allow(1_000_000, SECONDS.toNanos(1));
        var turn = bucket.order(3_000_000);
        pass(20_000);
        assertThat(bucket.waitFor(turn)).isPositive();

        bucket.allow(1_000_000, FOR_EVER);
        pass(1_999);
        assertThat(bucket.waitFor(turn)).isPositive();
        pass(1);

        assertThat(bucket.waitFor(turn)).isZero();
    }

    @Test
    void without_a_rate_it_is_asked_again_and_again() {
        assertThat(bucket.waitFor(bucket.order(1))).isEqualTo(MILLISECONDS.toNanos(100));
    }

    @Test
    @Timeout(10)
    void an_interrupt_ends_the_waiting_and_is_kept() {
        Thread.currentThread().interrupt();

        bucket.awaitTurn(bucket.order(1), () -> true);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Property(tries = 200)
    void copies_that_always_want_more_get_the_rate_and_no_more(@ForAll long seed) {
        var random = new Random(seed);
        var now = new AtomicLong();
        var shared = new RateBucket(now::get);
        var copies = 1 + random.nextInt(8);
        var rate = 1_000_000 + random.nextInt(100_000_000);
        shared.allow(rate, FOR_EVER);
        var turns = new double[copies];
        var passed = 0L;

        while (now.get() < SECONDS.toNanos(20)) {
            for (var copy = 0; copy < copies; copy++) {
                if (shared.waitFor(turns[copy]) == 0) {
                    var block = 1 + random.nextInt(BLOCK);
                    turns[copy] = shared.order(block);
                    passed += block;
                }
            }
            now.addAndGet(MILLISECONDS.toNanos(1));
        }

        assertThat(passed).isLessThanOrEqualTo(20L * rate + rate / 10 + (long) copies * BLOCK);
        assertThat((double) passed)
                .isCloseTo(20.0 * Math.min(rate, copies * 1_000.0 * BLOCK / 2), within(20.0 * rate * 0.05 + BLOCK * 8));
    }
}
