package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/// Evaluates the expressions of a template: every text from `[` to `]`, wherever it stands in a value. Variables are
/// evaluated when they are asked for.
///
/// @param parameters the values so far, which defaults may refer to
final class Expressions {

    private static final int DEEPEST = 32;

    private final Map<String, JsonNode> parameters;
    private final JsonNode variables;
    private final DeploymentScope scope;
    private int depth;

    Expressions(Map<String, JsonNode> parameters, JsonNode variables, DeploymentScope scope) {
        this.parameters = parameters;
        this.variables = variables;
        this.scope = scope;
    }

    /// @throws TemplateException with the expression that is not known here
    JsonNode evaluate(JsonNode value) {
        return switch (value) {
            case TextNode text -> evaluate(text);
            case ObjectNode object -> evaluate(object);
            case ArrayNode array -> evaluate(array);
            default -> value;
        };
    }

    private JsonNode evaluate(TextNode node) {
        var text = node.textValue();
        if (text.startsWith("[[")) {
            return TextNode.valueOf(text.substring(1));
        }
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return node;
        }
        if (++depth > DEEPEST) {
            throw new TemplateException("The expression %s refers to itself.".formatted(text));
        }
        try {
            return new ExpressionReader(text, this::call).read();
        } finally {
            depth--;
        }
    }

    private ObjectNode evaluate(ObjectNode object) {
        var evaluated = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(each -> evaluated.set(each.getKey(), evaluate(each.getValue())));
        return evaluated;
    }

    private ArrayNode evaluate(ArrayNode array) {
        var evaluated = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> evaluated.add(evaluate(element)));
        return evaluated;
    }

    private JsonNode call(String function, Arguments arguments) {
        return switch (Template.lower(function)) {
            case "parameters" -> parameter(arguments.onlyText());
            case "variables" -> variable(arguments.onlyText());
            case "resourcegroup" -> resourceGroup(arguments);
            case "subscription" -> subscription(arguments);
            case "deployment" -> object(arguments, "name", scope.deployment());
            default -> Functions.call(function, arguments);
        };
    }

    private JsonNode parameter(String name) {
        return parameters.entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new TemplateException(
                        "The template has no parameter %s with a value.".formatted(ParameterDefinition.quoted(name))));
    }

    private JsonNode variable(String name) {
        return variables.properties().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(name))
                .map(each -> evaluate(each.getValue()))
                .findFirst()
                .orElseThrow(() -> new TemplateException(
                        "The template has no variable %s.".formatted(ParameterDefinition.quoted(name))));
    }

    private ObjectNode resourceGroup(Arguments arguments) {
        return object(arguments, "name", scope.resourceGroup())
                .put("location", scope.location())
                .put(
                        "id",
                        "/subscriptions/%s/resourceGroups/%s".formatted(scope.subscriptionId(), scope.resourceGroup()));
    }

    private ObjectNode subscription(Arguments arguments) {
        return object(arguments, "subscriptionId", scope.subscriptionId())
                .put("id", "/subscriptions/" + scope.subscriptionId());
    }

    private static ObjectNode object(Arguments arguments, String name, String value) {
        arguments.require(0, 0);
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }
}
