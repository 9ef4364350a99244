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

        assertThat(NamedLosses.unnamed(losses, List.of(told("table \"public\".\"orders\"", "")), "shop"))
                .containsExactly("- sequence public.numbers 4");
    }

    @Test
    void another_owner_is_named_with_the_one_that_was_lost_and_not_without() {
        assertThat(NamedLosses.unnamed(OTHER_OWNER, List.of(told("role \"postgres\"", "It owns 1 objects.")), "shop"))
                .isEmpty();
        assertThat(NamedLosses.unnamed(OTHER_OWNER, List.of(told("database \"shop\"", "postgres")), "shop"))
                .isEqualTo(OTHER_OWNER);
    }

    @Test
    void what_came_instead_of_something_else_is_a_loss_of_its_own() {
        var losses = List.of("+ large object 7 other postgres", "- large object 7 digest gone_role");

        assertThat(NamedLosses.unnamed(losses, List.of(told("1 large objects", "owner \"gone_role\"")), "shop"))
                .containsExactly("+ large object 7 other postgres");
    }

    private static JsonNode told(String object, String message) {
        return JsonNodeFactory.instance.objectNode().put("object", object).put("message", message);
    }
}
