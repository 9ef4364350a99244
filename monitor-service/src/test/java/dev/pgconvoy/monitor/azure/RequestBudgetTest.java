package dev.pgconvoy.monitor.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void a_burst_goes_at_once_and_the_rest_in_turn() {
        // given
        var budget = new RequestBudget(10, 3);

        // when
        var waits = IntStream.range(0, 6)
                .mapToObj(_ -> budget.take(NOON).toMillis())
                .toList();

        // then
        assertThat(waits).containsExactly(0L, 0L, 0L, 100L, 200L, 300L);
    }

    @Test
    void no_second_has_more_than_the_burst_and_the_rate() {
        // given
        var budget = new RequestBudget(10, 10);

        // when
        var inFirstMinute = 0;
        while (budget.take(NOON).compareTo(Duration.ofMinutes(1)) < 0) {
            inFirstMinute++;
        }

        // then
        assertThat(inFirstMinute).isBetween(600, 610);
    }

    @Test
    void nobody_asks_while_it_is_closed_and_all_go_in_turn_after() {
        // given
        var budget = new RequestBudget(10, 10);
        budget.close(NOON.plusSeconds(30));

        // when
        var first = budget.take(NOON);
        var second = budget.take(NOON);

        // then
        assertThat(first).isEqualTo(Duration.ofSeconds(30));
        assertThat(second).isEqualTo(Duration.ofMillis(30_100));
    }
}
