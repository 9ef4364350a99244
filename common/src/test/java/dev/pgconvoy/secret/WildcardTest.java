package dev.pgconvoy.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WildcardTest {

    @Property
    void it_matches_what_the_regular_expression_of_it_matches(
            @ForAll @Chars({'a', 'b', '*'}) @StringLength(max = 8) String pattern,
            @ForAll @Chars({'a', 'b'}) @StringLength(max = 10) String text) {
        assertThat(new Wildcard(pattern).matches(text))
                .isEqualTo(Pattern.matches(pattern.replaceAll("[*]+", ".*"), text));
    }

    @Test
    @Timeout(5)
    void many_stars_take_no_longer_than_both_lengths() {
        var text = "a".repeat(10_000);

        assertThat(new Wildcard("a*".repeat(5_000) + "b").matches(text)).isFalse();
    }
}
