package dev.pgconvoy.contract;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.tls.CertificateRef;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsyncApiTest {

    private static final AsyncApi API = AsyncApi.read();
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    static Stream<Class<?>> records() {
        return WireRecords.all();
    }

    static Stream<Class<?>> enums() {
        return WireRecords.reachable().stream().filter(Class::isEnum);
    }

    static Stream<String> goldenEvents() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            return files
                    .map(file -> file.getFileName().toString().replaceAll("\\.json$", ""))
                    .filter(name -> name.matches("(migration|copy|fleet)\\..*"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_event_has_its_name_and_its_data(EventType type) {
        assertThat(API.headersOf(type.topic()).at("/properties/ce_type/const").textValue())
                .isEqualTo(type.ceType());
        assertThat(API.schema(API.payloadOf(type.topic())).isObject()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_record_has_exactly_its_components(Class<?> record) {
        var schema = API.schema(WireRecords.schemaName(record));
        var kind = WireRecords.kindProperty(record);
        var components = Arrays.stream(record.getRecordComponents());

        assertThat(fields(schema.get("properties")))
                .isEqualTo(Stream.concat(kind.stream(), components.map(component -> component.getName()))
                        .collect(toSet()));
    }

    @ParameterizedTest
    @MethodSource("records")
    void what_is_required_is_said(Class<?> record) {
        var required = Arrays.stream(record.getRecordComponents())
                .filter(component -> WireRecords.isRequired(record, component))
                .map(component -> component.getName());
        var kind = WireRecords.kindProperty(record);

        assertThat(texts(API.schema(WireRecords.schemaName(record)).path("required")))
                .isEqualTo(Stream.concat(kind.stream(), required).collect(toSet()));
    }

    @ParameterizedTest
    @MethodSource("enums")
    void every_value_of_an_enumeration_is_listed_wherever_it_is_used(Class<?> type) {
        var values = Arrays.stream(type.getEnumConstants())
                .map(constant -> EventJson.MAPPER.convertValue(constant, String.class))
                .collect(toSet());
        var uses = WireRecords.all()
                .flatMap(record -> Arrays.stream(record.getRecordComponents())
                        .filter(component -> isOf(component, type) || isListOf(type, component))
                        .map(component -> {
                            var property = API.schema(WireRecords.schemaName(record))
                                    .get("properties")
                                    .get(component.getName());
                            return isListOf(type, component) ? property.get("items") : property;
                        }))
                .toList();

        assertThat(uses)
                .isNotEmpty()
                .allSatisfy(use -> assertThat(texts(use.get("enum"))).isEqualTo(values));
    }

    /// Also one that may be left out.
    private static boolean isOf(RecordComponent component, Class<?> type) {
        return component.getType() == type
                || component.getGenericType() instanceof ParameterizedType generic
                        && generic.getRawType() == Optional.class
                        && generic.getActualTypeArguments()[0] == type;
    }

    private static boolean isListOf(Class<?> type, RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType list
                && Collection.class.isAssignableFrom(component.getType())
                && list.getActualTypeArguments()[0] == type;
    }

    @ParameterizedTest
    @MethodSource("families")
    void every_kind_is_one_of_its_family(Class<?> family) {
        var listed = API.schema(WireRecords.schemaName(family)).get("oneOf").valueStream();

        assertThat(listed.map(one -> one.get("$ref").textValue()).collect(toSet()))
                .isEqualTo(Arrays.stream(family.getPermittedSubclasses())
                        .map(kind -> "#/components/schemas/" + WireRecords.schemaName(kind))
                        .collect(toSet()));
    }

    static Stream<Class<?>> families() {
        return WireRecords.reachable().stream()
                .filter(type -> type.isSealed()
                        && type != SecretRef.class
                        && type != CertificateRef.class
                        && type != MigrationId.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'rootCertificates': 'system'}",
                "{'rootCertificates': 'file:/etc/pgconvoy/tls/roots.pem', 'channelBinding': 'require'}",
                "{'rootCertificates': '-----BEGIN CERTIFICATE-----\\nMII=\\n-----END CERTIFICATE-----\\n', 'clientKey': 'file:/run/secrets/key', 'clientCertificate': 'file:/run/secrets/crt'}",
            })
    void what_proves_a_link_is_read_and_written_as_the_page_says(String written) throws IOException {
        var json = EventJson.MAPPER.readTree(written.replace('\'', '"'));
        var read = EventJson.MAPPER.treeToValue(json, TlsOptions.class);

        assertThat(API.problems("TlsOptions", json)).isEmpty();
        assertThat(API.problems("TlsOptions", EventJson.MAPPER.valueToTree(read)))
                .isEmpty();
        assertThat(EventJson.MAPPER.treeToValue(EventJson.MAPPER.valueToTree(read), TlsOptions.class))
                .isEqualTo(read);
    }

    @ParameterizedTest
    @MethodSource("goldenEvents")
    void what_we_write_is_as_the_page_says(String name) throws IOException {
        assertThat(API.problems(API.payloadOf(topicOf(name)), golden(name))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldenEvents")
    void every_golden_file_is_an_example(String name) throws IOException {
        var example = API.message(topicOf(name))
                .get("examples")
                .valueStream()
                .filter(one -> one.get("name").textValue().equals(name))
                .findFirst();

        assertThat(example.map(one -> one.get("payload"))).isEqualTo(Optional.of(golden(name)));
    }

    @Test
    void every_example_is_valid() throws IOException {
        for (var type : EventType.values()) {
            for (var example : API.message(type.topic()).get("examples")) {
                assertThat(API.problems(API.payloadOf(type.topic()), example.get("payload")))
                        .as(example.get("name").textValue())
                        .isEmpty();
            }
        }
    }

    @Test
    void every_reference_leads_somewhere_and_no_schema_is_left_over() {
        API.references()
                .forEach(reference -> assertThat(
                                API.page().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        assertThat(fields(API.page().at("/components/schemas")))
                .allSatisfy(name -> assertThat(API.references()).contains("#/components/schemas/" + name));
    }

    @Test
    void every_channel_is_used_by_an_operation() {
        var channels = fields(API.page().get("channels")).stream()
                .map("#/channels/"::concat)
                .collect(toSet());

        assertThat(API.page()
                        .get("operations")
                        .valueStream()
                        .map(operation -> operation.get("channel").get("$ref").textValue())
                        .collect(toSet()))
                .isEqualTo(channels);
    }

    static String topicOf(String golden) {
        return Arrays.stream(EventType.values())
                .map(EventType::topic)
                .filter(topic -> golden.equals(topic) || golden.startsWith(topic + "."))
                .findFirst()
                .orElseThrow();
    }

    static JsonNode golden(String name) throws IOException {
        return EventJson.MAPPER.readTree(GOLDEN.resolve(name + ".json").toFile());
    }

    private static Set<String> fields(JsonNode object) {
        return object.propertyStream().map(property -> property.getKey()).collect(toSet());
    }

    private static Set<String> texts(JsonNode array) {
        return array.valueStream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .collect(toSet());
    }
}
