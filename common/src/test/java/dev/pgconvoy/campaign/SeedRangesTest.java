package dev.pgconvoy.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeedRangesTest {

    @Test
    void seeds_are_numbers_and_ranges() {
        assertThat(SeedRanges.parse("3, 7-9\n12")).isEqualTo(List.of(3L, 7L, 8L, 9L, 12L));
    }

    @Test
    void seeds_are_written_as_they_are_read() {
        assertThat(SeedRanges.text(List.of(1L, 2L, 3L, 7L, 9L, 10L))).isEqualTo("1-3, 7, 9-10");
        assertThat(SeedRanges.text(List.of())).isEmpty();
    }
}
