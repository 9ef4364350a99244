package dev.pgconvoy.worker.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.rate.RateBounds;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LoadRegulatorTest {

    private static final long MIB = 1L << 20;

    private final LoadRegulator regulator = new LoadRegulator();

    @Test
    void nothing_is_limited_before_the_source_is_busy() {
        assertThat(regulator.next(false, 100 * MIB)).isEmpty();
    }

    @Test
    void a_busy_source_is_read_half_as_fast_each_time_it_is_seen_so() {
        assertThat(regulator.next(true, 100 * MIB)).contains(50 * MIB);
        assertThat(regulator.next(true, 50 * MIB)).contains(25 * MIB);
    }

    @Test
    void a_calm_one_is_read_a_tenth_faster() {
        regulator.next(true, 200 * MIB);

        assertThat(regulator.next(false, 100 * MIB)).contains(110 * MIB);
    }

    @Test
    void it_is_never_stopped_and_rises_from_the_floor() {
        assertThat(regulator.next(true, 0)).contains(LoadRegulator.FLOOR);
        assertThat(regulator.next(true, LoadRegulator.FLOOR)).contains(LoadRegulator.FLOOR);
        assertThat(regulator.next(false, LoadRegulator.FLOOR).orElseThrow()).isGreaterThan(LoadRegulator.FLOOR);
    }

    @Test
    void a_limit_that_is_far_above_what_is_read_is_lowered_at_once_or_given_up() {
        regulator.next(true, 800 * MIB);

        assertThat(regulator.next(true, 100 * MIB)).contains(100 * MIB);
        assertThat(regulator.next(false, 10 * MIB)).isEmpty();
    }

    /// A copy that waits for a lock of the target reads nothing.
    @Test
    void a_calm_source_from_which_nothing_is_read_is_free_again_in_the_end() {
        var limit = regulator.next(true, 500 * MIB);

        for (var look = 0; look < 400; look++) {
            limit = regulator.next(false, 0);
            assertThat(limit.orElse(LoadRegulator.FLOOR))
                    .isBetween(LoadRegulator.FLOOR, RateBounds.MOST_BYTES_PER_SECOND);
        }

        assertThat(limit).isEmpty();
    }

    @Property
    void whatever_is_seen_the_limit_is_never_below_the_floor_and_moves_in_the_right_direction(@ForAll long seed) {
        var random = new Random(seed);
        var last = Optional.<Long>empty();
        for (var look = 0; look < 200; look++) {
            var isBusy = random.nextInt(3) == 0;
            var next = regulator.next(isBusy, random.nextLong(1L << 32));

            assertThat(next.orElse(Long.MAX_VALUE)).isGreaterThanOrEqualTo(LoadRegulator.FLOOR);
            if (isBusy) {
                assertThat(next.orElseThrow())
                        .isLessThanOrEqualTo(Math.max(LoadRegulator.FLOOR, last.orElse(Long.MAX_VALUE) / 2));
            } else {
                assertThat(next.orElse(Long.MAX_VALUE)).isGreaterThanOrEqualTo(last.orElse(0L));
            }
            last = next;
        }
    }

    /// The load grows with the rate: sooner or later it stays near what is allowed.
    @Property
    void the_rate_settles_around_what_the_source_bears(@ForAll long seed) {
        var random = new Random(seed);
        var bears = (5 + random.nextInt(500)) * MIB;
        var wanted = bears * 4;
        var rate = wanted;
        var busy = 0;
        for (var look = 0; look < 500; look++) {
            var isBusy = rate > bears;
            busy += look >= 100 && isBusy ? 1 : 0;
            rate = Math.min(wanted, regulator.next(isBusy, rate).orElse(wanted));
        }

        assertThat(busy).as("of 400 looks").isBetween(1, 80);
        assertThat(rate).isBetween(bears / 4, bears * 2);
    }
}
