package dev.pgconvoy.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunPlanTest {

    @Test
    void a_seed_always_decides_the_same() {
        assertThat(RunPlan.of(17)).isEqualTo(RunPlan.of(17)).isNotEqualTo(RunPlan.of(18));
    }

    @Test
    void so_many_seeds_in_a_row_as_there_are_cells_fill_the_table() {
        var cells = LongStream.rangeClosed(1, RunPlan.cellCount())
                .mapToObj(RunPlan::of)
                .map(plan -> new RunPlan.Cell(plan.fault(), plan.phase()))
                .distinct()
                .toList();

        assertThat(cells).hasSize(RunPlan.cellCount());
        assertThat(cells).extracting(RunPlan.Cell::fault).containsOnly(InjectedFault.values());
        assertThat(cells).extracting(RunPlan.Cell::phase).containsOnly(SeenPhase.values());
        assertThat(RunPlan.cellCount()).isBetween(450, 510);
    }

    @Test
    void what_drops_a_database_may_overwrite_one() {
        assertThat(LongStream.rangeClosed(1, RunPlan.cellCount())
                        .mapToObj(RunPlan::of)
                        .filter(plan -> plan.phase() == SeenPhase.DROP_DATABASE))
                .isNotEmpty()
                .allMatch(plan -> plan.foreignDatabase() && plan.overwrite());
    }

    @Test
    void every_option_is_taken_and_left() {
        var plans = LongStream.rangeClosed(1, 200).mapToObj(RunPlan::of).toList();

        assertThat(plans).extracting(RunPlan::overwrite).contains(true, false);
        assertThat(plans).extracting(RunPlan::twoDatabases).contains(true, false);
        assertThat(plans).extracting(RunPlan::liveSource).contains(true, false);
        assertThat(plans).extracting(RunPlan::verify).contains(true, false);
        assertThat(plans).extracting(RunPlan::superuser).contains(true, false);
        assertThat(plans).extracting(RunPlan::isRefused).contains(true, false);
    }

    @Test
    void a_cell_that_no_run_has_met_gets_another_seed() {
        var met = LongStream.rangeClosed(2, RunPlan.cellCount())
                .mapToObj(seed -> run(seed, true))
                .toList();
        var missed = new java.util.ArrayList<>(met);
        missed.add(run(1, false));

        assertThat(FaultSeeds.unfilled(met)).containsExactly(1L);
        assertThat(FaultSeeds.unfilled(missed)).containsExactly(1L + RunPlan.cellCount());
        assertThat(RunPlan.of(1L + RunPlan.cellCount()))
                .extracting(RunPlan::fault, RunPlan::phase)
                .containsExactly(RunPlan.of(1).fault(), RunPlan.of(1).phase());
    }

    private static String run(long seed, boolean phaseSeen) {
        return new RunRecord(seed, "", "", phaseSeen, List.of(), "", 1, List.of(), "").json();
    }

    @Test
    void each_phase_seen_on_the_target_has_a_query_that_holds_the_database() {
        assertThat(Arrays.stream(SeenPhase.values()).filter(SeenPhase::isSeenOnTarget))
                .allSatisfy(phase -> assertThat(phase.query("harbour", 12)).doesNotContain("%1$s", "%%"));
    }
}
