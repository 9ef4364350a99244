package dev.pgconvoy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastingFaultTest {

    private final long[] now = {Long.MAX_VALUE - 5};
    private final LastingFault fault = new LastingFault(() -> now[0]);
    private final List<String> log = new ArrayList<>();

    private void pass(Duration time) {
        now[0] += time.toNanos();
    }

    private void meetFor(Duration time) {
        for (var seconds = 0; seconds < time.toSeconds(); seconds++) {
            fault.met("away", log::add);
            pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void it_is_told_when_it_begins() {
        fault.met("away", log::add);

        assertThat(log).containsExactly("away");
    }

    @Test
    void and_once_a_minute_while_it_lasts() {
        meetFor(Duration.ofMinutes(10));

        assertThat(log).hasSize(10).containsOnly("away");
    }

    @Test
    void its_end_is_told_once() {
        meetFor(Duration.ofSeconds(10));
        log.clear();

        fault.over("back", log::add);
        fault.over("back", log::add);

        assertThat(log).containsExactly("back");
    }

    @Test
    void no_end_is_told_of_what_was_not_met() {
        fault.over("back", log::add);

        assertThat(log).isEmpty();
    }

    @Test
    void one_that_comes_and_goes_is_told_with_its_end_once_a_minute() {
        for (var seconds = 0; seconds < 120; seconds++) {
            fault.met("away", log::add);
            fault.over("back", log::add);
            pass(Duration.ofSeconds(1));
        }

        assertThat(log).containsExactly("away", "back", "away", "back");
    }
}
