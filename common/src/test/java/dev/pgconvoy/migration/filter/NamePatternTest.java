package dev.pgconvoy.migration.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

    private static final Duration LITTLE = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            orders         | orders         | true
            orders         | Orders         | false
            Orders         | orders         | true
            "Orders"       | Orders         | true
            "Orders"       | orders         | false
            orders*        | orders_2024    | true
            orders*        | old_orders     | false
            order?         | orders         | true
            order?         | order          | false
            "a*"           | a*             | true
            "a*"           | ab             | false
            "a"*"Z"        | abcZ           | true
            "say ""hi"" x"  | say "hi" x     | true
            "two words"    | two words      | true
            "a.b"          | a.b            | true
            größe*         | größe_1        | true
            a$b            | a$b            | true
            a-b            | a-b            | true
            """)
    void a_pattern_matches_whole_names(String pattern, String name, boolean matches) {
        assertThat(NamePattern.parse(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            orders         | public | orders | true
            orders         | sales  | orders | true
            sales.orders   | public | orders | false
            sales.orders   | sales  | orders | true
            *.orders       | sales  | orders | true
            sales.*        | sales  | x      | true
            "a.b".c        | a.b    | c      | true
            "a.b".c        | a      | b.c    | false
            """)
    void a_table_may_be_named_with_its_schema(String pattern, String schema, String name, boolean matches) {
        assertThat(TablePattern.parse(pattern).matches(schema, name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"", "\"\"", "a\"b", "a.b", ".a", "a.", "(a|b)", "[ab]", "a+", "a\\d", "a\tb"})
    void anything_else_is_no_pattern_for_a_name(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NamePattern.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", ".a", "a.", "a b", "a.(b|c)"})
    void anything_else_is_no_pattern_for_a_table(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TablePattern.parse(text));
    }

    @Test
    void many_wildcards_take_no_longer_than_their_number() {
        var stars = NamePattern.parse("*a".repeat(90) + "*b");

        assertTimeoutPreemptively(
                LITTLE, () -> assertThat(stars.matches("a".repeat(63))).isFalse());
        assertTimeoutPreemptively(
                LITTLE, () -> assertThat(stars.matches("a".repeat(90) + "b")).isTrue());
    }

    @Test
    void many_quotes_take_no_longer_than_their_number() {
        var quotes = "\"".repeat(198) + "(";

        assertTimeoutPreemptively(
                LITTLE, () -> assertThatIllegalArgumentException().isThrownBy(() -> NamePattern.parse(quotes)));
        assertTimeoutPreemptively(
                LITTLE, () -> assertThatIllegalArgumentException().isThrownBy(() -> TablePattern.parse(quotes)));
    }

    @Test
    void a_pattern_is_bounded() {
        assertThat(NamePattern.parse("x".repeat(200)).matches("x".repeat(200))).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> NamePattern.parse("x".repeat(201)));
        assertThatIllegalArgumentException().isThrownBy(() -> TablePattern.parse("x".repeat(201)));
    }
}
