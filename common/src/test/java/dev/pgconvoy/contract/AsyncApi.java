package dev.pgconvoy.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The page, as a tree whose references can be followed and whose schemas judge JSON.
public final class AsyncApi {

    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonNode page;
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    private AsyncApi(JsonNode page) {
        this.page = page;
    }

    public static AsyncApi read() {
        try {
            return new AsyncApi(new YAMLMapper()
                    .readTree(Path.of("..", "docs", "asyncapi.yaml").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode page() {
        return page;
    }

    public Stream<JsonNode> channels() {
        return page.get("channels").valueStream();
    }

    public JsonNode channel(String topic) {
        return channels()
                .filter(channel -> channel.get("address").textValue().equals(topic))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no channel has the address " + topic));
    }

    /// The only message of a topic, without its traits.
    public JsonNode message(String topic) {
        return follow(channel(topic).get("messages").elements().next());
    }

    /// With the properties of its traits.
    JsonNode headersOf(String topic) {
        var message = message(topic);
        var headers =
                (ObjectNode) follow(message.get("traits").get(0)).get("headers").deepCopy();
        message.get("headers")
                .get("properties")
                .properties()
                .forEach(property ->
                        ((ObjectNode) headers.get("properties")).set(property.getKey(), property.getValue()));
        return headers;
    }

    JsonNode follow(JsonNode node) {
        var reference = node.get("$ref");
        if (reference == null) {
            return node;
        }
        var found = page.at(reference.textValue().substring(1));
        if (found.isMissingNode()) {
            throw new AssertionError("nothing is at " + reference.textValue());
        }
        return found;
    }

    JsonNode schema(String name) {
        var schema = page.at("/components/schemas").get(name);
        if (schema == null) {
            throw new AssertionError("there is no schema " + name);
        }
        return schema;
    }

    String payloadOf(String topic) {
        return message(topic).get("payload").get("$ref").textValue().substring(SCHEMAS.length());
    }

    /// What is wrong with it; empty when nothing is.
    Set<String> problems(String schema, JsonNode value) {
        return problems(
                schemas.computeIfAbsent(schema, name -> compile("{\"$ref\": \"" + SCHEMAS + name + "\"}")), value);
    }

    Set<String> headerProblems(String topic, JsonNode headers) {
        return problems(compile(headersOf(topic).toString()), headers);
    }

    private static Set<String> problems(JsonSchema schema, JsonNode value) {
        var problems = new LinkedHashSet<String>();
        schema.validate(value).forEach(problem -> problems.add(problem.getMessage()));
        return problems;
    }

    private JsonSchema compile(String schema) {
        try {
            var root = (ObjectNode) new YAMLMapper().readTree(schema);
            root.set("components", page.get("components"));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                    .getSchema(
                            root,
                            SchemaValidatorsConfig.builder()
                                    .formatAssertionsEnabled(true)
                                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<String> references() {
        return page.findValues("$ref").stream().map(JsonNode::textValue);
    }
}
