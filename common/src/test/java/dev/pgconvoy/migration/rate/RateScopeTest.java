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

    @ParameterizedTest
    @ValueSource(
            strings = {"source:old.example.org", "target:10.0.0.7", "source:fd00::7", "source:db_1", "fleet:Week-end_2"
            })
    void a_host_or_a_fleet_can_be_limited(String text) {
        assertThat(RateScope.parse(text).requireNamed()).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source:old.example.org:5432",
                "source:postgres://old.example.org",
                "target:app@old.example.org",
                "source:old.example.org/shop",
                "source:[fd00::7]",
                "fleet:week end",
                "fleet:a/b"
            })
    void what_is_no_host_and_no_fleet_cannot(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateScope.parse(text).requireNamed());
    }
}
