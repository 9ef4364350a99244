package dev.pgconvoy.bench.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {

    @Test
    void a_name_with_spaces_and_parentheses_does_not_shift_the_fields() {
        // given
        var line = "4711 (a) b (c) S 17 4711 4711 0 -1 4194560 100 200 0 0 11 22 33 44 20 0 1 0 12345 1000 10";

        // when
        var stat = ProcStat.parse(line);

        // then
        assertThat(stat).isEqualTo(new ProcStat(4711, 17, 33, 77));
    }
}
