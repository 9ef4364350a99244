package dev.pgconvoy.bench.result;

import static dev.pgconvoy.bench.result.SampleRuns.result;
import static dev.pgconvoy.bench.result.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchmarksPageTest {

    @Test
    void a_bar_is_reached_when_the_ratio_is_not_above_it() {
        assertThat(page(1, 0.5)).contains("| bulk | pgcopydb | 0.50 | ≤ 0.50 | reached |");
    }

    @Test
    void a_bar_that_is_missed_is_said_to_be_missed() {
        assertThat(page(1, 0.49)).contains("| bulk | pgcopydb | 0.50 | ≤ 0.49 | **not reached** |");
    }

    @Test
    void a_smaller_size_decides_nothing() {
        assertThat(page(0.1, 0.5)).contains("a trial only").doesNotContain("reached");
    }

    @Test
    void who_failed_is_named_without_a_number() {
        assertThat(page(1, 0.5)).contains("- pg_dump | psql failed, so it has no number: `it broke`");
    }

    @Test
    void throughput_is_held_against_slots_times_bandwidth() {
        // given
        var scale = new ScaleResult(
                "tables",
                1,
                20_000_000,
                new MeasurementEnvironment(Map.of()),
                List.of(new ScaleResult.Run(1, 2, 72_000_000, 2, 1), new ScaleResult.Run(1, 4, 72_000_000, 2, 1)));

        // when
        var page = BenchmarksPage.text("benchmarks", List.of(), Optional.of(scale), Optional.empty(), Optional.empty());

        // then
        assertThat(page)
                .contains("| 1 | 2 | 72.0 | 2.00 | 36.0 | 1.00 | 72.0 | 36.0 | reached |")
                .contains("| 1 | 4 | 72.0 | 2.00 | 36.0 | 1.00 | 72.0 | 72.0 | **not reached** |");
    }

    @Test
    void a_cold_start_adds_the_difference_of_medians() {
        // given
        var cold = new ColdResult(
                new MeasurementEnvironment(Map.of()),
                List.of(6.0, 5.0, 7.0),
                List.of(9.0, 7.0, 8.0),
                List.of(18.0, 20.0, 20.0),
                List.of(1.0, 2.0, 3.0));

        // when
        var page = BenchmarksPage.text("benchmarks", List.of(), Optional.empty(), Optional.of(cold), Optional.empty());

        // then
        assertThat(page)
                .contains("the report is shown after 6.00 s, the command ends after 8.00 s")
                .contains("20.0 s, median ratio of the pairs 0.40")
                .contains("A cold start adds 6.00 s.");
    }

    private static String page(double scale, double bar) {
        var runs = IntStream.rangeClosed(1, 3)
                .boxed()
                .flatMap(pair -> Stream.of(run("pgconvoy", "pgcopydb", pair, 1), run("pgcopydb", "pgcopydb", pair, 2)))
                .toArray(Measurement[]::new);
        return BenchmarksPage.text(
                "benchmarks",
                List.of(result(scale, bar, runs)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ConsoleLoadResult console(int running, double lag, double bytes, int slow) {
        return new ConsoleLoadResult(
                new MeasurementEnvironment(Map.of()),
                running,
                2_000,
                100,
                20_000,
                10,
                200,
                512,
                List.of(0.5, lag),
                new ConsoleLoadResult.Rates(1_000, bytes),
                new ConsoleLoadResult.Rates(900, 1_200),
                new ConsoleLoadResult.Millis(500, 4, 40, 90),
                new ConsoleLoadResult.Millis(500, 2, 100, 190),
                1.25,
                700,
                Optional.of(new ConsoleLoadResult.Scrolled(2_000, 900, slow, 33)));
    }

    private static String page(ConsoleLoadResult console) {
        return BenchmarksPage.text(
                "benchmarks", List.of(), Optional.empty(), Optional.empty(), Optional.of(console));
    }

    @Test
    void the_console_is_held_against_its_bars() {
        assertThat(page(console(1_000, 10, 2_000, 0)))
                .contains("| 0.50, 10.0 | ≤ 10 | reached |")
                .contains("| 1000 on average, 2000 at most | ≤ 2000 | reached |")
                .contains("| `GET /api/migrations`, ms | p50 4.0, p99 40.0, longest 90.0 of 500 calls | p99 < 100 | reached |")
                .contains("p99 100.0, longest 190.0 of 500 calls | p99 < 100 | **not reached** |")
                .contains("| 0 of 900, the longest 33 ms; 2000 rows went by | 0 | reached |");
        assertThat(page(console(1_000, 10.1, 2_001, 1)))
                .contains("| 0.50, 10.1 | ≤ 10 | **not reached** |")
                .contains("2001 at most | ≤ 2000 | **not reached** |")
                .contains("| 1 of 900, the longest 33 ms; 2000 rows went by | 0 | **not reached** |");
        assertThat(page(console(100, 1, 1, 0))).contains("a trial only").doesNotContain("reached |");
    }
}
