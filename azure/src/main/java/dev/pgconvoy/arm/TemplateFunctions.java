package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The functions of template expressions that look at nothing but their arguments.
final class TemplateFunctions {

    static final List<String> NAMES = List.of(
            "parameters",
            "variables",
            "resourceGroup",
            "subscription",
            "deployment",
            "concat",
            "format",
            "toLower",
            "toUpper",
            "trim",
            "string",
            "createArray",
            "split",
            "first",
            "last",
            "length",
            "empty",
            "equals",
            "true",
            "false",
            "not",
            "and",
            "or",
            "if");

    private static final Pattern PLACE = Pattern.compile("\\{\\{|\\}\\}|\\{([0-9]{1,3})(:[^{}]*)?\\}");

    private TemplateFunctions() {}

    static JsonNode call(String function, FunctionArguments arguments) {
        return switch (function.toLowerCase(Locale.ROOT)) {
            case "concat" -> concat(arguments);
            case "format" -> format(arguments);
            case "tolower" -> TextNode.valueOf(arguments.onlyText().toLowerCase(Locale.ROOT));
            case "toupper" -> TextNode.valueOf(arguments.onlyText().toUpperCase(Locale.ROOT));
            case "trim" -> TextNode.valueOf(arguments.onlyText().strip());
            case "string" ->
                arguments.at(0).isContainerNode()
                        ? TextNode.valueOf(arguments.at(0).toString())
                        : TextNode.valueOf(arguments.onlyText());
            case "createarray" -> array(arguments.values());
            case "split" -> split(arguments);
            case "first" -> element(arguments, 0);
            case "last" -> element(arguments, arguments.onlyLength() - 1);
            case "length" -> JsonNodeFactory.instance.numberNode(arguments.onlyLength());
            case "empty" -> BooleanNode.valueOf(arguments.at(0).isNull() || arguments.onlyLength() == 0);
            case "equals" -> isEqual(arguments);
            case "true" -> constant(arguments, true);
            case "false" -> constant(arguments, false);
            case "not" -> BooleanNode.valueOf(!arguments.truth(0));
            case "and" -> BooleanNode.valueOf(!arguments.anyTruth(false));
            case "or" -> BooleanNode.valueOf(arguments.anyTruth(true));
            case "if" -> choice(arguments);
            default ->
                throw new TemplateException("The function %s() is not known here; these are: %s."
                        .formatted(ParameterDefinition.quoted(function), String.join(", ", NAMES)));
        };
    }

    private static JsonNode concat(FunctionArguments arguments) {
        var values = arguments.values();
        if (!values.isEmpty() && values.stream().allMatch(JsonNode::isArray)) {
            EvaluationBudget.requireSmall(
                    values.stream().mapToInt(JsonNode::size).sum());
            return array(values.stream().flatMap(JsonNode::valueStream).toList());
        }
        var text = new StringBuilder();
        for (var i = 0; i < values.size(); i++) {
            EvaluationBudget.requireSmall(text.append(arguments.text(i)).length());
        }
        return TextNode.valueOf(text.toString());
    }

    private static TextNode format(FunctionArguments arguments) {
        var text = new StringBuilder();
        var places = PLACE.matcher(arguments.text(0));
        while (places.find()) {
            places.appendReplacement(text, Matcher.quoteReplacement(inserted(places, arguments)));
            EvaluationBudget.requireSmall(text.length());
        }
        return TextNode.valueOf(places.appendTail(text).toString());
    }

    private static String inserted(Matcher place, FunctionArguments arguments) {
        if (place.group(1) == null) {
            return place.group().substring(1);
        }
        if (place.group(2) != null) {
            throw new TemplateException("format() with a format of its own is not known here.");
        }
        return arguments.text(Integer.parseInt(place.group(1)) + 1);
    }

    private static ArrayNode split(FunctionArguments arguments) {
        arguments.require(2, 2);
        var array = JsonNodeFactory.instance.arrayNode();
        for (var part : arguments.text(0).split(Pattern.quote(arguments.text(1)), -1)) {
            array.add(part);
        }
        return array;
    }

    private static JsonNode element(FunctionArguments arguments, int index) {
        arguments.onlyLength();
        var value = arguments.at(0);
        if (value.isArray()) {
            return value.has(index) ? value.get(index) : NullNode.instance;
        }
        var text = arguments.text(0);
        return TextNode.valueOf(text.isEmpty() ? "" : text.substring(index, index + 1));
    }

    /// Numbers are equal whatever they are kept in.
    private static BooleanNode isEqual(FunctionArguments arguments) {
        arguments.require(2, 2);
        var one = arguments.at(0);
        var two = arguments.at(1);
        return BooleanNode.valueOf(
                one.isIntegralNumber() && two.isIntegralNumber()
                        ? one.bigIntegerValue().equals(two.bigIntegerValue())
                        : one.equals(two));
    }

    private static JsonNode choice(FunctionArguments arguments) {
        arguments.require(3, 3);
        return arguments.truth(0) ? arguments.at(1) : arguments.at(2);
    }

    private static BooleanNode constant(FunctionArguments arguments, boolean value) {
        arguments.require(0, 0);
        return BooleanNode.valueOf(value);
    }

    private static ArrayNode array(List<JsonNode> values) {
        return JsonNodeFactory.instance.arrayNode().addAll(values);
    }
}
