package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CombinedFailureTest {

    @Test
    void one_failure_stays_as_it_is() {
        var failure = failure("public.t0", "It is too large.");

        assertThat(CombinedFailure.together(List.of(failure))).isSameAs(failure);
    }

    @Test
    void the_others_are_named() {
        var together = CombinedFailure.together(
                List.of(failure("public.t0", "It is too large."), failure("public.t1", "So is this.")));

        assertThat(together.object()).isEqualTo("public.t0");
        assertThat(together.message())
                .isEqualTo("It is too large. Also failed, 2 in all: public.t1 (RESOURCES_EXHAUSTED).");
    }

    @Test
    void of_many_long_ones_ten_are_named_and_all_counted() {
        var many = IntStream.range(0, 5_000)
                .mapToObj(number -> failure("t%d".formatted(number) + "x".repeat(900), "m".repeat(4_000)))
                .toList();

        assertThat(CombinedFailure.together(many).message())
                .hasSizeLessThan(4_000)
                .contains("Also failed, 5,000 in all: t1x", ", t10x")
                .endsWith(" and 4,989 more.");
    }

    private static Failure failure(String object, String message) {
        return new Failure(FailureCode.RESOURCES_EXHAUSTED, object, message, "Free some.");
    }
}
