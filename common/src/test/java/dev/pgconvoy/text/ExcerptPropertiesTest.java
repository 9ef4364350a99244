package dev.pgconvoy.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ExcerptPropertiesTest {

    @Property
    void an_excerpt_is_no_longer_than_allowed_can_be_written_and_its_size_is_known(
            @ForAll @StringLength(max = 60) String text, @ForAll @IntRange(min = 2, max = 60) int longest) {
        var excerpt = Excerpt.of(text, longest);

        assertThat(excerpt.length()).isLessThanOrEqualTo(longest);
        assertThat(EventJson.write(excerpt).length).isLessThanOrEqualTo(JsonText.bytes(excerpt));
    }

    @Test
    void a_character_is_never_cut_in_half() {
        assertThat(Excerpt.of("ab\uD83D\uDE00cd", 4)).isEqualTo("ab…");
        assertThat(Excerpt.of("ab\uD83D\uDE00cd", 5)).isEqualTo("ab\uD83D\uDE00…");
        assertThat(Excerpt.of("a\uD83Dcd", 5)).isEqualTo("a?cd");
        assertThat(Excerpt.of("abcd", 4)).isEqualTo("abcd");
    }
}
