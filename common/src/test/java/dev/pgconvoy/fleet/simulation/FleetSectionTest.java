package dev.pgconvoy.fleet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetSectionTest {

    private static SeedRecord record(long seed, double ratio, Optional<String> violation) {
        return new SeedRecord(seed, "abc", 800, 900, 400, 12, 3, 30, ratio, 5, violation);
    }

    @Test
    void it_tells_the_median_the_worst_and_the_seeds_that_broke_a_rule() {
        var records = List.of(
                record(7, 1.02, Optional.empty()),
                record(8, 1.01, Optional.of("total")),
                record(9, 1.08, Optional.empty()));

        assertThat(FleetSection.of(records))
                .startsWith("## Fleets on a virtual clock\n")
                .contains("| seeds | 3 |", "| seeds with a violation | 8 |", "| migrations begun | 2,700 |")
                .contains("median | 1.020 |", "worst | 1.080 (seed 9) |", "Commits: abc 3.");
    }

    @Test
    void a_record_is_a_line_that_can_be_read_again() {
        var one = record(7, 1.02, Optional.of("total"));

        assertThat(one.json()).doesNotContain("\n");
        assertThat(SeedRecord.read(one.json())).isEqualTo(one);
    }
}
