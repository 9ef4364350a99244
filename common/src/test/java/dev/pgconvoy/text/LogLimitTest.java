package dev.pgconvoy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLimitTest {

    private final long[] now = {Long.MAX_VALUE - 5};
    private final LogLimit limit = new LogLimit(() -> now[0]);
    private final List<String> log = new ArrayList<>();

    private void write(String kind, int lines) {
        for (var number = 1; number <= lines; number++) {
            limit.write(kind, kind + " " + number, log::add);
        }
    }

    private void pass(Duration time) {
        now[0] += time.toNanos();
    }

    @Test
    void a_few_lines_are_all_written() {
        write("facts", LogLimit.LINES);

        assertThat(log).hasSize(LogLimit.LINES).first().isEqualTo("facts 1");
    }

    @Test
    void of_a_flood_the_first_lines_are_written_and_then_one_that_says_so() {
        write("facts", 1_000_000);

        assertThat(log)
                .hasSize(LogLimit.LINES + 1)
                .last()
                .isEqualTo("More lines like these are left out for up to 60 seconds (facts)");
    }

    @Test
    void the_next_minute_says_how_many_were_left_out_and_writes_again() {
        write("facts", LogLimit.LINES + 7);
        log.clear();
        pass(Duration.ofSeconds(59));
        write("facts", 1);
        assertThat(log).isEmpty();

        pass(Duration.ofSeconds(1));
        write("facts", 1);

        assertThat(log).containsExactly("8 lines like these were left out (facts)", "facts 1");
    }

    @Test
    void a_minute_in_which_nothing_was_left_out_is_not_spoken_of() {
        write("facts", 3);
        pass(Duration.ofMinutes(2));
        write("facts", 1);

        assertThat(log).containsExactly("facts 1", "facts 2", "facts 3", "facts 1");
    }

    @Test
    void one_kind_does_not_silence_another() {
        write("facts", 100);
        log.clear();

        write("states", 1);

        assertThat(log).containsExactly("states 1");
    }
}
