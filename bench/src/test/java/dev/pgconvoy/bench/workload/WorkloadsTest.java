package dev.pgconvoy.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.bench.BenchException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadsTest {

    static Stream<Workload> workloads() {
        return Workloads.MOVED.stream();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void who_sets_a_bar_takes_part(Workload workload) {
        assertThat(workload.bars())
                .isNotEmpty()
                .allMatch(bar -> workload.peers().contains(bar.peer()));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void its_scripts_are_there(Workload workload) {
        var scripts = workload.databases().stream()
                .filter(DatabaseFiller.Scripts.class::isInstance)
                .map(DatabaseFiller.Scripts.class::cast)
                .flatMap(data -> data.names().stream())
                .distinct();
        assertThat(scripts)
                .allSatisfy(name -> assertThat(getClass().getResource("/sql/workload/" + name + ".sql"))
                        .isNotNull());
    }

    @Test
    void a_verified_bar_lets_verified_runs_take_part_in_the_pairs() {
        assertThat(Workloads.MOVED)
                .filteredOn(Workload::isVerifiedInPairs)
                .extracting(Workload::name)
                .containsExactly("databases50", "schema");
    }

    @Test
    void an_unknown_name_is_answered_with_the_known_ones() {
        assertThatThrownBy(() -> Workloads.named("bluk"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("bulk");
    }
}
