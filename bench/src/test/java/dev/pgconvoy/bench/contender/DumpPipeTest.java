package dev.pgconvoy.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DumpPipeTest {

    @Test
    void one_database_is_one_pipe() {
        assertThat(DumpPipe.script(List.of("a | b"))).isEqualTo("a | b");
    }

    @Test
    void several_databases_are_two_loops_side_by_side_and_both_must_succeed() {
        assertThat(DumpPipe.script(List.of("one", "two", "three")))
                .isEqualTo("( one\nthree ) & loop0=$!\n( two ) & loop1=$!\nwait $loop0\nwait $loop1");
    }
}
