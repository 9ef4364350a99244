package dev.pgconvoy.bench.result;

import static dev.pgconvoy.bench.result.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunComparisonTest {

    @Test
    void a_ratio_is_the_median_over_pairs_of_neighbours_and_not_the_ratio_of_medians() {
        // given a machine that became slower and slower
        var measurements = List.of(
                run("pgconvoy", "pgcopydb", 1, 1),
                run("pgcopydb", "pgcopydb", 1, 2),
                run("pgcopydb", "pgcopydb", 2, 10),
                run("pgconvoy", "pgcopydb", 2, 6),
                run("pgconvoy", "pgcopydb", 3, 20),
                run("pgcopydb", "pgcopydb", 3, 100));

        // when
        var comparisons = RunComparison.of(measurements, "pgconvoy");

        // then 0.5, 0.6 and 0.2
        assertThat(comparisons.getLast().contender()).isEqualTo("pgcopydb");
        assertThat(comparisons.getLast().ratio()).contains(0.5);
    }

    @Test
    void runs_against_another_peer_do_not_enter_a_ratio() {
        // given
        var measurements = List.of(
                run("pgconvoy", "floor", 1, 100),
                run("floor", "floor", 1, 50),
                run("pgconvoy", "pgcopydb", 1, 5),
                run("pgcopydb", "pgcopydb", 1, 10));

        // when
        var comparisons = RunComparison.of(measurements, "pgconvoy");

        // then
        assertThat(comparisons)
                .filteredOn(comparison -> comparison.contender().equals("pgcopydb"))
                .singleElement()
                .satisfies(comparison -> assertThat(comparison.ratio()).contains(0.5));
    }

    @Test
    void a_peer_whose_neighbour_failed_has_no_ratio() {
        assertThat(RunComparison.of(List.of(run("pgcopydb", "pgcopydb", 1, 10)), "pgconvoy"))
                .singleElement()
                .satisfies(comparison -> assertThat(comparison.ratio()).isEmpty());
    }
}
