package dev.pgconvoy.migration.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateScopeTest {

    @Test
    void hosts_are_the_same_in_any_case_and_fleets_are_not() {
        assertThat(RateScope.parse("source:Old.Example.org")).isEqualTo(RateScope.ofSource("old.example.ORG"));
        assertThat(RateScope.parse("fleet:Weekend")).isNotEqualTo(RateScope.ofFleet("weekend"));
        assertThat(RateScope.ofTarget("a")).isNotEqualTo(RateScope.ofSource("a"));
    }

    @Test
    void an_address_may_have_colons() {
        assertThat(RateScope.parse("target:::1")).isEqualTo(RateScope.ofTarget("::1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "old.example.org", "source", "source:", "source: ", "host:a", "SOURCE:a", "fleet:a\nb"})
    void other_texts_are_none(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateScope.parse(text))
                .withMessageContaining("source:HOST, target:HOST or fleet:NAME");
    }

    @Property
    void the_text_of_a_scope_says_which_it_is_and_fits_into_a_key(
            @ForAll @AlphaChars @StringLength(min = 1, max = 255) String host) {
        var scope = RateScope.ofSource(host);

        assertThat(RateScope.parse(scope.toString())).isEqualTo(scope);
        assertThat(scope.toString()).hasSizeLessThanOrEqualTo(255);
    }
}
