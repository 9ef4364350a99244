package dev.pgconvoy.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultSectionsTest {

    @Test
    void a_cell_counts_only_runs_that_met_their_phase() {
        var sections = FaultSections.sections(
                List.of(run(true), run(true), run(false), run(true, "I1: rows are missing")), List.of());

        assertThat(sections)
                .singleElement()
                .asString()
                .contains("4 runs, 1 with a violation", "Succeeded 4")
                .containsPattern("(?m)^\\| conductor killed \\|   \\|   \\|   \\|   \\|   \\|   \\| 3!1 \\|")
                .doesNotContain("## Recovery");
    }

    @Test
    void a_recovery_shows_its_median_and_its_worst() {
        var sections = FaultSections.sections(
                List.of(),
                List.of(recovery(1_000), recovery(9_000), recovery(2_000), recovery(1_500), recovery(3_000)));

        assertThat(sections)
                .singleElement()
                .asString()
                .contains("| conductor killed | another conductor tells of progress | 5 | 2.0 | 9.0 | 5 |");
    }

    private static RunRecord run(boolean seen, String... violations) {
        return new RunRecord(
                1, "CONDUCTOR_KILLED", "MID_COPY", seen, List.of("Succeeded"), "", 9, List.of(violations), "");
    }

    private static RecoveryRecord recovery(long millis) {
        return new RecoveryRecord("CONDUCTOR_KILLED", millis);
    }
}
