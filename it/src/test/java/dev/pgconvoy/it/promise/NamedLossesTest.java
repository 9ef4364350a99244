package dev.pgconvoy.it.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedLossesTest {

    private static final List<String> OTHER_OWNER = List.of("+ database owner mover", "- database owner postgres");

    @Test
    void a_loss_of_which_no_finding_tells_is_unnamed() {
        var losses = List.of("- rows public.orders 17", "- sequence public.numbers 4");

        assertThat(unnamed(losses, told("PGC1511", "table \"public\".\"orders\"", "")))
                .containsExactly("- sequence public.numbers 4");
    }

    @Test
    void words_of_sql_and_of_sentences_name_nothing() {
        var losses = List.of("- rows public.orders 17", "- GRANT SELECT ON TABLE public.orders TO app;");

        assertThat(unnamed(losses, told("PGC2001", "", "17 rows. GRANT SELECT ON TABLE public.lines TO clerk;")))
                .isEqualTo(losses);
    }

    @Test
    void another_owner_of_the_database_is_named_by_a_finding_about_it_that_quotes_both() {
        var both = "It belongs to \"postgres\", and will belong to \"mover\".";

        assertThat(unnamed(OTHER_OWNER, told("PGC1303", "database \"shop\"", both)))
                .isEmpty();
        assertThat(unnamed(OTHER_OWNER, told("PGC1303", "database \"shop\"", "It belongs to \"postgres\".")))
                .containsExactly("+ database owner mover");
        assertThat(unnamed(OTHER_OWNER, told("PGC1303", "database \"other\"", both)))
                .isEqualTo(OTHER_OWNER);
        assertThat(unnamed(OTHER_OWNER, told("PGC1601", "database \"shop\"", both)))
                .isEqualTo(OTHER_OWNER);
        assertThat(unnamed(OTHER_OWNER, told("PGC1303", "role \"mover\"", both)))
                .isEqualTo(OTHER_OWNER);
    }

    @Test
    void another_owner_of_an_object_is_named_with_the_object() {
        var losses = List.of("+ large object 7 digest postgres", "- large object 7 digest gone_role");

        assertThat(unnamed(losses, told("PGC2005", "1 large objects", "owner \"gone_role\"")))
                .containsExactly("+ large object 7 digest postgres");
        assertThat(unnamed(List.of("+ large object 707 digest postgres"), told("PGC2005", "", "They are: 707.")))
                .isEmpty();
    }

    private static List<String> unnamed(List<String> losses, JsonNode told) {
        return NamedLosses.unnamed(losses, List.of(told), "shop");
    }

    private static JsonNode told(String code, String object, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", code)
                .put("object", object)
                .put("message", message);
    }
}
