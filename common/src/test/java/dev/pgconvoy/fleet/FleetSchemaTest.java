package dev.pgconvoy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fixture.Fleets;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.migration.rate.GentleOptions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/fleet.schema.json`, by which editors complete fleet files, says what the records say.
class FleetSchemaTest {

    private static final Path FILE = Path.of("..", "docs", "fleet.schema.json");
    private static final int SHORTEST_DESCRIPTION = 5;

    private static ObjectNode document() throws IOException {
        return (ObjectNode) EventJson.MAPPER.readTree(FILE.toFile());
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(document());
    }

    private static Stream<Class<?>> records() {
        return Stream.of(
                FleetMetadata.class,
                FleetSpec.class,
                ServerDefaults.class,
                EndpointSettings.class,
                TlsOptions.class,
                OptionSettings.class,
                RightsOptions.class,
                CopyOptions.class,
                GentleOptions.class,
                Filters.class,
                CheckOptions.class,
                FleetServer.class,
                AzureResource.class,
                Wave.class,
                OnFailure.class,
                FleetLimits.class,
                MigrationWindow.class,
                Gate.AllVerified.class,
                Gate.Approval.class,
                Gate.NoWritesFor.class,
                Gate.CheckPassed.class);
    }

    private static List<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static List<String> names(JsonNode properties) {
        return properties.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static boolean isTheKindOf(Class<?> type, String key) {
        return Gate.class.isAssignableFrom(type) && key.equals("kind");
    }

    @Test
    void the_file_has_the_keys_of_a_fleet() throws IOException {
        assertThat(names(document().path("properties"))).isEqualTo(components(Fleet.class));
    }

    @ParameterizedTest
    @MethodSource("records")
    void each_part_has_the_keys_of_its_record(Class<?> type) throws IOException {
        var part = document().path("$defs").path(type.getSimpleName());

        assertThat(names(part.path("properties")).stream().filter(key -> !isTheKindOf(type, key)))
                .containsExactlyElementsOf(components(type));
        assertThat(part.path("additionalProperties").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("records")
    void each_key_that_a_record_requires_is_required(Class<?> type) throws IOException {
        var part = document().path("$defs").path(type.getSimpleName());
        var names = StreamSupport.stream(part.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .filter(key -> !isTheKindOf(type, key));

        assertThat(names).containsExactlyInAnyOrderElementsOf(requiredOf(type));
    }

    /// By its creator's annotations, else each component that is not optional.
    private static List<String> requiredOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("create"))
                .findFirst()
                .map(Method::getParameters)
                .map(FleetSchemaTest::requiredOf)
                .orElseGet(() -> Arrays.stream(type.getRecordComponents())
                        .filter(component -> component.getType() != Optional.class)
                        .map(RecordComponent::getName)
                        .toList());
    }

    private static List<String> requiredOf(Parameter[] parameters) {
        return Arrays.stream(parameters)
                .flatMap(parameter -> Optional.ofNullable(parameter.getAnnotation(JsonProperty.class)).stream())
                .filter(JsonProperty::required)
                .map(JsonProperty::value)
                .toList();
    }

    @Test
    void every_key_is_explained() throws IOException {
        var bare = new ArrayList<String>();
        document()
                .path("$defs")
                .properties()
                .forEach(part -> part.getValue().path("properties").properties().stream()
                        .filter(key ->
                                key.getValue().path("description").asText().length() < SHORTEST_DESCRIPTION)
                        .forEach(key -> bare.add(part.getKey() + "." + key.getKey())));

        assertThat(bare).as("keys without a description").isEmpty();
    }

    @Test
    void a_fleet_with_everything_fits() throws IOException {
        var fleet = EventJson.MAPPER.<JsonNode>valueToTree(Fleets.aFleetWithEverything());

        assertThat(schema().validate(fleet)).isEmpty();
    }

    @Test
    void a_misspelt_key_does_not_fit() throws IOException {
        var fleet = EventJson.MAPPER.<JsonNode>valueToTree(Fleets.aFleetWithEverything());
        ((ObjectNode) fleet.at("/spec/servers/0")).put("databses", "shop");

        assertThat(schema().validate(fleet)).isNotEmpty();
    }
}
