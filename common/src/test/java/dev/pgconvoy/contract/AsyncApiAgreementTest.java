package dev.pgconvoy.contract;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.fixture.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The page and the code agree: on what may be left out, and on what may stand in its place.
class AsyncApiAgreementTest {

    private static final AsyncApi API = AsyncApi.read();
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final List<JsonNode> VALUES = List.of(
            MAKE.nullNode(),
            MAKE.booleanNode(true),
            MAKE.numberNode(-1),
            MAKE.numberNode(0),
            MAKE.numberNode(7),
            MAKE.numberNode(70_000),
            MAKE.numberNode(1.5),
            MAKE.textNode(""),
            MAKE.textNode("plain"),
            MAKE.textNode("two words"),
            MAKE.textNode("tab\there"),
            MAKE.textNode("a/b"),
            MAKE.textNode("env:NAME"),
            MAKE.textNode("file:/run/secret"),
            MAKE.textNode("file:relative"),
            MAKE.textNode("2026-11-24T12:00:00Z"),
            MAKE.textNode("x".repeat(64)),
            MAKE.textNode("x".repeat(1_001)),
            MAKE.objectNode(),
            MAKE.arrayNode(),
            MAKE.arrayNode().add("plain"),
            MAKE.arrayNode().add("plain").add("plain"));

    static Stream<String> goldenEvents() throws Exception {
        return AsyncApiTest.goldenEvents();
    }

    @ParameterizedTest
    @MethodSource("goldenEvents")
    void what_the_page_requires_the_code_requires(String name) throws Exception {
        forEachProperty(name, (data, change) -> {
            change.owner().remove(change.property());
            assertThat(isAccepted(name, data))
                    .as("%s without %s", name, change.property())
                    .isEqualTo(isValid(name, data));
        });
    }

    @ParameterizedTest
    @MethodSource("goldenEvents")
    void what_the_page_allows_the_code_accepts(String name) throws Exception {
        for (var value : VALUES) {
            forEachProperty(name, (data, change) -> {
                change.owner().set(change.property(), value);
                if (isValid(name, data)) {
                    assertThat(isAccepted(name, data))
                            .as("%s with %s = %s", name, change.property(), value)
                            .isTrue();
                }
            });
        }
    }

    /// What anybody may write is bounded by the page as it is by the code.
    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"migration.requested", "migration.cancel-requested"})
    void what_the_code_accepts_the_page_allows(String name) throws Exception {
        for (var value : VALUES) {
            forEachProperty(name, (data, change) -> {
                change.owner().set(change.property(), value);
                if (isAccepted(name, data)) {
                    assertThat(isValid(name, data))
                            .as("%s with %s = %s", name, change.property(), value)
                            .isTrue();
                }
            });
        }
    }

    @Test
    void our_headers_are_as_the_page_says() {
        var record = new EventCodec("/pgconvoy/test", () -> NOON)
                .record(
                        Facts.requested(),
                        Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                        Optional.of("dba@example.org"));
        var headers = MAKE.objectNode();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));

        assertThat(API.headerProblems("migration.requested", headers)).isEmpty();
        assertThat(API.headersOf("migration.requested")
                        .get("properties")
                        .propertyStream()
                        .map(java.util.Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(headers.propertyStream()
                        .map(java.util.Map.Entry::getKey)
                        .toList());
        headers.put("ce_type", "dev.pgconvoy.migration.state.v1");
        assertThat(API.headerProblems("migration.requested", headers)).isNotEmpty();
    }

    private record Change(ObjectNode owner, String property) {}

    /// Each time on a fresh copy.
    private static void forEachProperty(String name, BiConsumer<JsonNode, Change> change) throws Exception {
        var count = changes(AsyncApiTest.golden(name)).size();
        for (var i = 0; i < count; i++) {
            var data = AsyncApiTest.golden(name);
            change.accept(data, changes(data).get(i));
        }
        assertThat(count).isPositive();
    }

    private static List<Change> changes(JsonNode node) {
        var changes = new ArrayList<Change>();
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(property -> changes.add(new Change(object, property)));
        }
        node.forEach(child -> changes.addAll(changes(child)));
        return changes;
    }

    private static boolean isValid(String name, JsonNode data) {
        return API.problems(API.payloadOf(AsyncApiTest.topicOf(name)), data).isEmpty();
    }

    private static boolean isAccepted(String name, JsonNode data) {
        var type = EventType.ofTopic(AsyncApiTest.topicOf(name)).orElseThrow();
        var headers = new RecordHeaders().add("ce_type", type.ceType().getBytes(UTF_8));
        try {
            EventCodec.read(type.topic(), headers, EventJson.write(data), NOON);
            return true;
        } catch (MalformedEventException _) {
            return false;
        }
    }
}
