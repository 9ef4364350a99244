package dev.pgconvoy.migration.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

    private static Map<String, String> pairs(int number) {
        return IntStream.range(0, number)
                .boxed()
                .collect(Collectors.toMap("key-%02d"::formatted, "value %d"::formatted));
    }

    @Test
    void labels_are_kept_in_the_order_of_their_keys() {
        assertThat(Labels.within(Map.of("team", "shop", "env", "", "cost/center", "4711 <b>"))
                        .keySet())
                .containsExactly("cost/center", "env", "team");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " team", "te am", "te:am", "te=am", "-team", "téam", "a\nb"})
    void a_key_has_no_separators_and_no_spaces(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Labels.within(Map.of(key, "shop")))
                .withMessageContaining("a key in labels");
    }

    @Test
    void number_and_length_are_bounded() {
        assertThat(Labels.within(pairs(16))).hasSize(16);
        assertThatIllegalArgumentException().isThrownBy(() -> Labels.within(pairs(17)));
        assertThat(Labels.within(Map.of("a".repeat(63), "v".repeat(128)))).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> Labels.within(Map.of("a".repeat(64), "v")));
        assertThatIllegalArgumentException().isThrownBy(() -> Labels.within(Map.of("a", "v".repeat(129))));
        assertThatIllegalArgumentException().isThrownBy(() -> Labels.within(Map.of("a", "one\u001btwo")));
    }

    @Test
    void tags_that_cannot_be_labels_are_left_out() {
        var tags = new TreeMap<>(pairs(20));
        tags.put("cost center", "with a space in its name");
        tags.put("a-long-one", "v".repeat(129));

        assertThat(Labels.ofTags(tags))
                .hasSize(16)
                .containsKeys("key-00", "key-15")
                .doesNotContainKey("a-long-one");
    }

    @ParameterizedTest
    @CsvSource({
        "team:shop, true",
        "team, true",
        "team:, false",
        "team:Shop, false",
        "Team:shop, false",
        "url:https://example.org, true",
        "url:https, false",
        "owner, false"
    })
    void a_filter_wants_a_key_and_when_it_says_so_its_whole_value(String filter, boolean fits) {
        var labels = Map.of("team", "shop", "url", "https://example.org");

        assertThat(LabelFilter.parse(filter, ':').fits(labels)).isEqualTo(fits);
    }
}
