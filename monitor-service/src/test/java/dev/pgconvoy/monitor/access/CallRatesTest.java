package dev.pgconvoy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallRatesTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = Long.MAX_VALUE - 5;
    private final CallRates rates = new CallRates(10, 2, () -> now);

    private long taken(String caller, int calls) {
        return IntStream.range(0, calls).filter(_ -> rates.take(caller)).count();
    }

    @Test
    void a_burst_passes_and_then_so_many_a_second() {
        assertThat(taken("a", 100)).isEqualTo(20);
        now += SECOND;
        assertThat(taken("a", 100)).isEqualTo(10);
        now += 3600 * SECOND;
        assertThat(taken("a", 100)).isEqualTo(20);
    }

    @Test
    void one_caller_takes_nothing_from_another() {
        taken("a", 100);

        assertThat(taken("b", 5)).isEqualTo(5);
    }

    @Test
    void callers_are_forgotten_when_there_are_too_many() {
        IntStream.range(0, 2 * CallRates.MOST_CALLERS).forEach(number -> rates.take("caller " + number));

        assertThat(rates.callers()).isEqualTo(CallRates.MOST_CALLERS);
    }
}
