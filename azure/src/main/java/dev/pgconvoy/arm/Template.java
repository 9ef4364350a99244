package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// An ARM template made of migrations: its parameters and what they make of its resources.
///
/// @param parameters by name; names are not case-sensitive
public record Template(ObjectNode json, Map<String, ParameterDefinition> parameters) {

    public static final String RESOURCE_TYPE = "Microsoft.DBforPostgreSQL/flexibleServers/migrations";

    private static final int MOST_PARAMETERS = 256;
    private static final int MOST_RESOURCES = 800;

    /// @throws TemplateException when it is none
    public static Template of(JsonNode json) {
        if (!(json instanceof ObjectNode object) || !json.path("resources").isArray()) {
            throw new TemplateException("A template is a JSON object with an array of resources.");
        }
        if (json.path("parameters").size() > MOST_PARAMETERS
                || json.path("resources").size() > MOST_RESOURCES) {
            throw new TemplateException("A template has at most %d parameters and %d resources."
                    .formatted(MOST_PARAMETERS, MOST_RESOURCES));
        }
        var parameters = ignoringCase();
        json.path("parameters")
                .properties()
                .forEach(each -> parameters.put(each.getKey(), ParameterDefinition.of(each.getKey(), each.getValue())));
        return new Template(object, Collections.unmodifiableMap(parameters));
    }

    private static Map<String, ParameterDefinition> ignoringCase() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    /// With more allowed values for a parameter.
    Template allowing(String parameter, List<String> more) {
        var changed = json.deepCopy();
        var definition = Objects.requireNonNull(parameters.get(parameter)).allowing(more);
        var array = changed.withObject("/parameters/" + definition.name()).putArray("allowedValues");
        definition.allowedValues().forEach(array::add);
        return of(changed);
    }

    /// The values of all parameters: given ones checked and in the template's spelling, defaults for the others.
    ///
    /// @param given by name
    /// @throws TemplateException with everything that is wrong
    public Map<String, JsonNode> values(Map<String, JsonNode> given, DeploymentScope scope) {
        return new ParameterValues(this, scope).with(given);
    }

    /// The migrations that these values make.
    ///
    /// @throws TemplateException also for resources of other types and expressions that we do not know
    public List<TemplateResource> resources(Map<String, JsonNode> values, DeploymentScope scope) {
        Map<String, JsonNode> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(values);
        var expressions = new TemplateExpressions(name -> Optional.ofNullable(byName.get(name)), variables(), scope);
        var resources = new ArrayList<TemplateResource>();
        var index = 0;
        for (var resource : json.path("resources")) {
            var where = "resources[%d]".formatted(index++);
            if (isWanted(resource, expressions)) {
                resources.add(resource(resource, where, expressions, scope));
            }
        }
        return resources;
    }

    JsonNode variables() {
        return json.path("variables");
    }

    private static boolean isWanted(JsonNode resource, TemplateExpressions expressions) {
        var wanted = resource.has("condition") ? expressions.evaluate(resource.get("condition")) : BooleanNode.TRUE;
        if (!wanted.isBoolean()) {
            throw new TemplateException("A condition must be true or false.");
        }
        return wanted.booleanValue();
    }

    private static TemplateResource resource(
            JsonNode resource, String where, TemplateExpressions expressions, DeploymentScope scope) {
        var type = resource.path("type").asText();
        if (!type.equalsIgnoreCase(RESOURCE_TYPE)) {
            throw new TemplateException("%s has the type '%s'; only %s can be deployed here."
                    .formatted(where, ParameterDefinition.quoted(type), RESOURCE_TYPE));
        }
        for (var unknown : List.of("copy", "resources")) {
            if (resource.has(unknown)) {
                throw new TemplateException("%s has '%s', which is not known here.".formatted(where, unknown));
            }
        }
        var name =
                RequestForms.text(expressions.evaluate(resource.path("name"))).split("/", -1);
        if (name.length != 2 || name[0].isBlank() || name[1].isBlank()) {
            throw new TemplateException("%s must have a name of the form <server>/<migration>.".formatted(where));
        }
        if (!(expressions.evaluate(resource.path("properties")) instanceof ObjectNode properties)) {
            throw new TemplateException("%s has no properties.".formatted(where));
        }
        var location = resource.has("location")
                ? RequestForms.text(expressions.evaluate(resource.get("location")))
                : scope.location();
        return new TemplateResource(
                name[0],
                name[1],
                resource.path("apiVersion").asText(),
                location,
                expressions.evaluate(resource.path("tags")),
                properties);
    }

    /// Parameters as a deployment shows them: each with its type, and with its value unless that is secure.
    public ObjectNode shown(Map<String, JsonNode> values) {
        var shown = JsonNodeFactory.instance.objectNode();
        for (var definition : parameters.values()) {
            var parameter = shown.putObject(definition.name()).put("type", definition.type());
            var value = values.get(definition.name());
            if (value != null && !definition.isSecure()) {
                parameter.set("value", value);
            }
        }
        return shown;
    }

    /// What a deployment's body calls parameters: each value in an object of its own.
    public static Map<String, JsonNode> given(JsonNode parameters) {
        var given = new LinkedHashMap<String, JsonNode>();
        parameters
                .properties()
                .forEach(each -> given.put(
                        each.getKey(),
                        each.getValue().has("value") ? each.getValue().get("value") : each.getValue()));
        return given;
    }

    /// The other way round.
    public static ObjectNode wrapped(Map<String, JsonNode> values) {
        var wrapped = JsonNodeFactory.instance.objectNode();
        values.forEach((name, value) -> wrapped.putObject(name).set("value", value));
        return wrapped;
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
