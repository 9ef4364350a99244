package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.function.Function;

/// Evaluates the expressions of a template: every text from `[` to `]`, wherever it stands in a value. Variables and
/// parameters are evaluated when they are asked for.
final class TemplateExpressions {

    private final Function<String, Optional<JsonNode>> parameters;
    private final JsonNode variables;
    private final DeploymentScope scope;
    private final EvaluationBudget effort = new EvaluationBudget();

    /// @param parameters by name
    TemplateExpressions(Function<String, Optional<JsonNode>> parameters, JsonNode variables, DeploymentScope scope) {
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
            default -> {
                effort.charge(0);
                yield value;
            }
        };
    }

    private JsonNode evaluate(TextNode node) {
        var text = node.textValue();
        effort.charge(text.length());
        if (text.startsWith("[[")) {
            return TextNode.valueOf(text.substring(1));
        }
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return node;
        }
        effort.enter(text);
        try {
            return new ExpressionReader(text, this::call).read();
        } finally {
            effort.leave();
        }
    }

    private ObjectNode evaluate(ObjectNode object) {
        var evaluated = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(each -> evaluated.set(each.getKey(), evaluate(each.getValue())));
        effort.requireSmall(evaluated);
        return evaluated;
    }

    private ArrayNode evaluate(ArrayNode array) {
        var evaluated = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> evaluated.add(evaluate(element)));
        effort.requireSmall(evaluated);
        return evaluated;
    }

    private JsonNode call(String function, FunctionArguments arguments) {
        effort.call();
        var result = result(function, arguments);
        effort.requireSmall(result);
        return result;
    }

    private JsonNode result(String function, FunctionArguments arguments) {
        return switch (Template.lower(function)) {
            case "parameters" -> parameter(arguments.onlyText());
            case "variables" -> variable(arguments.onlyText());
            case "resourcegroup" -> resourceGroup(arguments);
            case "subscription" -> subscription(arguments);
            case "deployment" -> object(arguments, "name", scope.deployment());
            default -> TemplateFunctions.call(function, arguments);
        };
    }

    private JsonNode parameter(String name) {
        return parameters
                .apply(name)
                .orElseThrow(() -> new TemplateException(
                        "The template has no parameter %s with a value.".formatted(ParameterDefinition.quoted(name))));
    }

    private JsonNode variable(String name) {
        effort.charge(variables.size());
        return variables.properties().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(name))
                .map(each -> evaluate(each.getValue()))
                .findFirst()
                .orElseThrow(() -> new TemplateException(
                        "The template has no variable %s.".formatted(ParameterDefinition.quoted(name))));
    }

    private ObjectNode resourceGroup(FunctionArguments arguments) {
        return object(arguments, "name", scope.resourceGroup())
                .put("location", scope.location())
                .put(
                        "id",
                        "/subscriptions/%s/resourceGroups/%s".formatted(scope.subscriptionId(), scope.resourceGroup()));
    }

    private ObjectNode subscription(FunctionArguments arguments) {
        return object(arguments, "subscriptionId", scope.subscriptionId())
                .put("id", "/subscriptions/" + scope.subscriptionId());
    }

    private static ObjectNode object(FunctionArguments arguments, String name, String value) {
        arguments.require(0, 0);
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }
}
