package dev.pgconvoy.arm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.MalformedEventException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever stands wherever in a request of Azure's form: it is a request, or it is refused without repeating it.
class RequestFormsPropertiesTest {

    private static final String SECRET = "hunter2";

    @Property(tries = 3_000)
    void any_value_in_any_place_is_taken_or_refused_without_repeating_it(
            @ForAll("forms") JsonNode form, @ForAll("values") JsonNode value, @ForAll int place) {
        var changed = form.deepCopy();
        var places = new ArrayList<Runnable>();
        collect(changed, value, places);
        places.get(Math.floorMod(place, places.size())).run();

        try {
            assertThat(RequestFormsTest.read(changed).toString()).doesNotContain("password=" + SECRET);
        } catch (MalformedEventException refused) {
            assertThat(refused.getMessage()).doesNotContain(SECRET).hasSizeLessThan(1_500);
        }
    }

    private static void collect(JsonNode node, JsonNode value, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                places.add(() -> object.set(name, value));
                places.add(() -> object.remove(name));
            });
        }
        if (node instanceof ArrayNode array) {
            places.add(() -> array.add(value));
        }
        node.forEach(child -> collect(child, value, places));
    }

    @Provide
    Arbitrary<JsonNode> forms() {
        return Arbitraries.of(QuotedJson.json(RequestFormsTest.PARAMETERS), QuotedJson.json(RequestFormsTest.RESOURCE));
    }

    @Provide
    Arbitrary<JsonNode> values() {
        var make = JsonNodeFactory.instance;
        return Arbitraries.of(
                make.nullNode(),
                make.booleanNode(true),
                make.numberNode(-1),
                make.numberNode(1.5),
                make.textNode(""),
                make.textNode(SECRET),
                make.textNode("env:" + SECRET + "!"),
                make.textNode("[" + SECRET + "('x')]"),
                make.textNode(SECRET + ":99999@" + SECRET),
                make.textNode(SECRET + "/" + SECRET + "/" + SECRET),
                make.objectNode(),
                make.objectNode().put("value", SECRET),
                make.objectNode().put("reference", SECRET),
                make.arrayNode(),
                make.arrayNode().add(SECRET));
    }
}
