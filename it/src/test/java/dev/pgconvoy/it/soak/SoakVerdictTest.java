package dev.pgconvoy.it.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakVerdictTest {

    private static final long MIB = 1024 * 1024;
    private static final int SAMPLES = 30;
    private static final MeasuredFigure HEAP = new MeasuredFigure("copy-worker-1", BoundedQuantity.HEAP);
    private static final MeasuredFigure THREADS = new MeasuredFigure("copy-worker-1", BoundedQuantity.THREADS);
    private static final MeasuredFigure FILES = new MeasuredFigure("copy-worker-1", BoundedQuantity.FILES);
    private static final MeasuredFigure CONNECTIONS = new MeasuredFigure("target", BoundedQuantity.CONNECTIONS);

    @Test
    void what_comes_and_goes_is_flat() {
        var verdict = verdict(HEAP, i -> 40 * MIB + i % 3 * MIB);

        assertThat(verdict.growth()).isEmpty();
        assertThat(verdict.trends().get(HEAP)).isEqualTo(new FigureTrend(41 * MIB, 41 * MIB, 42 * MIB));
    }

    @Test
    void a_heap_that_a_leak_fills_is_not() {
        var verdict = verdict(HEAP, i -> 40 * MIB + i * MIB / 2);

        assertThat(verdict.growth())
                .singleElement()
                .asString()
                .startsWith("heap after a full collection of copy-worker-1 grew from ");
    }

    @Test
    void a_thread_for_each_migration_is_not() {
        assertThat(verdict(THREADS, i -> 50 + i / 5).growth()).hasSize(1);
    }

    @Test
    void a_single_peak_is_no_trend() {
        assertThat(verdict(THREADS, i -> i == SAMPLES - 1 ? 90 : 50).growth()).isEmpty();
    }

    @Test
    void files_that_stay_open_are_found_when_nothing_is_to_be_done() {
        var flat = samples(FILES, _ -> 200);

        var verdict = SoakVerdict.of(flat, idle(FILES, 150), idle(FILES, 157));

        assertThat(verdict.growth())
                .containsExactly(
                        "open files of copy-worker-1: 150 while nothing was to be done, and 157 after the load");
    }

    @Test
    void a_single_connection_is_one_too_many_even_when_it_was_there_before() {
        var flat = samples(CONNECTIONS, _ -> 1);

        assertThat(SoakVerdict.of(flat, idle(CONNECTIONS, 1), idle(CONNECTIONS, 1))
                        .growth())
                .hasSize(1);
        assertThat(SoakVerdict.of(flat, idle(CONNECTIONS, 1), idle(CONNECTIONS, 0))
                        .growth())
                .isEmpty();
    }

    @Test
    void a_figure_that_was_measured_twice_has_no_trend() {
        assertThatIllegalArgumentException().isThrownBy(() -> FigureTrend.of(List.of(1L, 2L)));
    }

    private static SoakVerdict verdict(MeasuredFigure figure, IntToLongFunction value) {
        return SoakVerdict.of(samples(figure, value), idle(figure, 0), idle(figure, 0));
    }

    private static List<SoakSample> samples(MeasuredFigure figure, IntToLongFunction value) {
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> new SoakSample(Duration.ofSeconds(i), Map.of(figure, value.applyAsLong(i))))
                .toList();
    }

    private static SoakSample idle(MeasuredFigure figure, long value) {
        return new SoakSample(Duration.ZERO, Map.of(figure, value));
    }
}
