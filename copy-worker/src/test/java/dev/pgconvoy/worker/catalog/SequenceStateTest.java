package dev.pgconvoy.worker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceStateTest {

    @ParameterizedTest(name = "{7}")
    @CsvSource({
        // target, given out; source, given out; increment; cycles; behind
        "100, true,  110, true,  1, false, true,  what was given out would be given out again",
        "110, true,  110, true,  1, false, false, the same",
        "120, true,  110, true,  1, false, false, somebody used the target",
        "111, false, 110, true,  1, false, false, the same said in another way",
        "110, false, 110, true,  1, false, true,  the last value would be given out again",
        "110, true,  110, false, 1, false, false, one more was given out",
        "-5,  true,  -9,  true, -1, false, true,  descending and behind",
        "-9,  true,  -5,  true, -1, false, false, descending and ahead",
        "3,   true,  98,  true,  1, true,  false, round the circle",
        "98,  true,  3,   true,  1, true,  true,  the source is round the circle",
        "97,  true,  98,  true,  1, true,  true,  behind on the circle",
        "98,  true,  3,   true, -1, true,  false, descending round the circle",
        "50,  true,  50,  true,  1, true,  false, the same on the circle",
    })
    void only_one_that_would_repeat_values_is_behind(
            long target,
            boolean targetCalled,
            long source,
            boolean sourceCalled,
            long increment,
            boolean cycles,
            boolean behind,
            String because) {
        assertThat(state(target, targetCalled, increment, cycles)
                        .isBehind(state(source, sourceCalled, increment, cycles)))
                .as(because)
                .isEqualTo(behind);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, 9223372036854775806, false", "9223372036854775806, 9223372036854775807, true"})
    void the_end_of_all_numbers_is_one_of_them(long target, long source, boolean behind) {
        assertThat(new SequenceState(target, true, 1, false, 1, Long.MAX_VALUE)
                        .isBehind(new SequenceState(source, true, 1, false, 1, Long.MAX_VALUE)))
                .isEqualTo(behind);
    }

    private static SequenceState state(long last, boolean called, long increment, boolean cycles) {
        return new SequenceState(last, called, increment, cycles, cycles ? 1 : -1_000, cycles ? 100 : 1_000);
    }
}
