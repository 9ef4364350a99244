package dev.pgconvoy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

    private static final List<String> KNOWN = List.of("--source", "--target", "--overwrite", "--jobs", "--name");

    @Test
    void a_word_with_a_slip_is_recognised() {
        assertThat(Spelling.nearest("--overwite", KNOWN)).contains("--overwrite");
        assertThat(Spelling.nearest("--Source", KNOWN)).contains("--source");
        assertThat(Spelling.nearest("--taregt", KNOWN)).contains("--target");
        assertThat(Spelling.nearest("--sorce", KNOWN)).contains("--source");
    }

    @Test
    void another_word_is_none_of_them() {
        assertThat(Spelling.nearest("--colour-blue", KNOWN)).isEmpty();
        assertThat(Spelling.nearest("", KNOWN)).isEmpty();
        assertThat(Spelling.nearest("x".repeat(10_000), KNOWN)).isEmpty();
        assertThat(Spelling.nearest("a", List.of())).isEmpty();
    }

    @Test
    void neighbours_that_changed_places_are_one_slip() {
        assertThat(Spelling.slips("databases", "databsaes")).isEqualTo(1);
        assertThat(Spelling.slips("databases", "databse")).isEqualTo(2);
    }
}
