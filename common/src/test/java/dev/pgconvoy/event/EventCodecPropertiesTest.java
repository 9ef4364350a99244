package dev.pgconvoy.event;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever is on a topic: it is an event, or it is refused with a reason that gives nothing away.
class EventCodecPropertiesTest {

    private static final String SECRET = "hunter2";

    @Property
    void any_bytes_are_an_event_or_refused(@ForAll EventType type, @ForAll byte[] value) {
        reasonFor(type, value);
    }

    @Property
    void any_value_in_any_place_is_taken_or_refused_without_repeating_it(
            @ForAll("samples") String sample,
            @ForAll("values") JsonNode value,
            @ForAll int place,
            @ForAll boolean dropped)
            throws Exception {
        var event = EventSamples.events().get(sample);
        var data = EventJson.MAPPER.readTree(
                EventCodec.record(ContractTest.envelope(sample)).value());
        var places = new ArrayList<Runnable>();
        collect(data, value, dropped, places);
        places.get(Math.floorMod(place, places.size())).run();

        var reason = reasonFor(EventType.of(event), EventJson.write(data));

        assertThat(reason).doesNotContain(SECRET).hasSizeLessThan(500);
    }

    @Property
    void any_header_is_taken_or_refused_without_repeating_it(
            @ForAll("headers") String name, @ForAll byte[] bytes, @ForAll boolean legible) {
        var record = EventCodec.record(ContractTest.envelope("migration.requested"));
        record.headers().add(name, legible ? SECRET.getBytes(UTF_8) : bytes);
        try {
            EventCodec.read(record.topic(), record.headers(), record.value(), NOON);
        } catch (MalformedEventException refused) {
            assertThat(refused.getMessage()).doesNotContain(SECRET);
        }
    }

    private static String reasonFor(EventType type, byte[] value) {
        try {
            var event = EventCodec.read(type.topic(), EventCodecTest.typed(type.topic()), value, NOON);
            assertThat(EventType.of(event.data())).isEqualTo(type);
            return "";
        } catch (MalformedEventException refused) {
            assertThat(refused.getCause()).isNull();
            return refused.getMessage();
        }
    }

    private static void collect(JsonNode node, JsonNode value, boolean dropped, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> places.add(() -> dropped(object, name, value, dropped)));
        }
        if (node instanceof ArrayNode array) {
            places.add(() -> array.add(value));
        }
        node.forEach(child -> collect(child, value, dropped, places));
    }

    private static void dropped(ObjectNode object, String name, JsonNode value, boolean dropped) {
        if (dropped) {
            object.remove(name);
        } else {
            object.set(name, value);
        }
    }

    @Provide
    Arbitrary<String> samples() {
        return Arbitraries.of(EventSamples.events().keySet());
    }

    @Provide
    Arbitrary<String> headers() {
        return Arbitraries.of("ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "traceparent", "content-type");
    }

    @Provide
    Arbitrary<JsonNode> values() {
        var make = JsonNodeFactory.instance;
        var texts = Arbitraries.of(
                        "",
                        "%s",
                        "env:%s!",
                        "file:%s",
                        "file:/%s\0",
                        "sealed:%s",
                        "keyvault:%s",
                        "%s/%s/%s",
                        "\uD800%s")
                .map(form -> (JsonNode) make.textNode(form.replace("%s", SECRET)));
        var others = Arbitraries.of(
                make.nullNode(),
                make.booleanNode(true),
                make.numberNode(-1),
                make.numberNode(1.5),
                make.numberNode(Long.MAX_VALUE),
                make.numberNode(new java.math.BigDecimal("1e400")),
                make.objectNode(),
                make.objectNode().put("kind", SECRET),
                make.arrayNode(),
                make.arrayNode().add(SECRET));
        return Arbitraries.oneOf(texts, others.map(node -> (JsonNode) node));
    }
}
