package dev.pgconvoy.bench.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessTimesTest {

    private final ProcessTimes times = new ProcessTimes(Map.of(
            1L, new ProcStat(1, 0, 100_000, 100_000),
            10L, new ProcStat(10, 1, 100, 200),
            11L, new ProcStat(11, 10, 30, 0),
            12L, new ProcStat(12, 11, 4, 5),
            20L, new ProcStat(20, 1, 50_000, 0)));

    @Test
    void a_tree_is_its_root_what_ended_below_it_and_what_lives_below_it() {
        assertThat(times.ofTree(10)).isEqualTo(3.39);
    }

    @Test
    void ended_children_alone_are_what_the_parent_inherited() {
        assertThat(times.ofEndedChildren(10)).isEqualTo(2.0);
    }

    @Test
    void a_process_that_is_gone_counts_nothing() {
        assertThat(times.ofTree(99)).isZero();
    }

    @Test
    void this_process_is_among_those_of_this_machine() {
        assertThat(ProcessTimes.now().ofTree(ProcessHandle.current().pid())).isPositive();
    }
}
