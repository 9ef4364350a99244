package dev.pgconvoy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopWatchTest {

    private long now = Long.MAX_VALUE - 5; // a monotonic clock may begin anywhere
    private final LoopWatch loops = new LoopWatch(() -> now);

    private void after(Duration time) {
        now += time.toNanos();
    }

    @Test
    void a_loop_that_goes_round_is_well_however_long_it_runs() {
        for (var minute = 0; minute < 100; minute++) {
            loops.moved("view");
            after(Duration.ofSeconds(59));
        }

        assertThat(loops.isReady()).isTrue();
        assertThat(loops.isAlive()).isTrue();
    }

    @Test
    void one_that_stands_still_is_not_ready_and_later_not_alive_whatever_the_others_do() {
        loops.moved("fold");
        after(Duration.ofSeconds(61));
        loops.moved("view");

        assertThat(loops.isReady()).isFalse();
        assertThat(loops.isAlive()).isTrue();

        after(Duration.ofMinutes(9));
        loops.moved("view");
        assertThat(loops.isAlive()).isFalse();
    }

    @Test
    void one_that_has_ended_is_not_missed() {
        loops.moved("task 1");
        loops.ended("task 1");
        after(Duration.ofHours(1));

        assertThat(loops.isReady()).isTrue();
        assertThat(loops.isAlive()).isTrue();
    }

    @Test
    void one_that_fails_again_and_again_is_never_ready() {
        loops.moved("fold");
        loops.failed();
        loops.moved("fold");

        assertThat(loops.isReady()).isFalse();
        after(Duration.ofSeconds(11));
        assertThat(loops.isReady()).isTrue();
    }
}
