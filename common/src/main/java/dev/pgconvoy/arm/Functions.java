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
import java.util.stream.Collectors;

/// The functions of template expressions that look at nothing but their arguments.
final class Functions {

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
            "not",
            "and",
            "or",
            "if");

    private static final Pattern PLACE = Pattern.compile("\\{\\{|\\}\\}|\\{([0-9]{1,3})(:[^{}]*)?\\}");
    private static final int LONGEST_TEXT = 100_000;

    private Functions() {}

    static JsonNode call(String function, Arguments arguments) {
        return switch (function.toLowerCase(Locale.ROOT)) {
            case "concat" -> concat(arguments);
            case "format" -> format(arguments);
            case "tolower" -> TextNode.valueOf(arguments.onlyText().toLowerCase(Locale.ROOT));
            case "toupper" -> TextNode.valueOf(arguments.onlyText().toUpperCase(Locale.ROOT));
            case "trim" -> TextNode.valueOf(arguments.onlyText().strip());
            case "string" ->
                TextNode.valueOf(
                        arguments.at(0).isValueNode()
                                ? arguments.onlyText()
                                : arguments.at(0).toString());
            case "createarray" -> array(arguments.values());
            case "split" -> split(arguments);
            case "first" -> element(arguments, 0);
            case "last" -> element(arguments, length(arguments.at(0)) - 1);
            case "length" -> JsonNodeFactory.instance.numberNode(length(arguments.at(0)));
            case "empty" -> BooleanNode.valueOf(arguments.at(0).isNull() || length(arguments.at(0)) == 0);
            case "equals" -> BooleanNode.valueOf(arguments.at(0).equals(arguments.at(1)));
            case "not" -> BooleanNode.valueOf(!truth(arguments, 0));
            case "and" -> BooleanNode.valueOf(arguments.values().stream().allMatch(JsonNode::asBoolean));
            case "or" -> BooleanNode.valueOf(arguments.values().stream().anyMatch(JsonNode::asBoolean));
            case "if" -> truth(arguments, 0) ? arguments.at(1) : arguments.at(2);
            default ->
                throw new TemplateException("The function %s() is not known here; these are: %s."
                        .formatted(ParameterDefinition.quoted(function), String.join(", ", NAMES)));
        };
    }

    private static JsonNode concat(Arguments arguments) {
        if (!arguments.values().isEmpty() && arguments.values().stream().allMatch(JsonNode::isArray)) {
            return array(
                    arguments.values().stream().flatMap(JsonNode::valueStream).toList());
        }
        return bounded(arguments.values().stream()
                .map(value -> new Arguments("concat", List.of(value)).onlyText())
                .collect(Collectors.joining()));
    }

    private static TextNode format(Arguments arguments) {
        return bounded(PLACE.matcher(arguments.text(0)).replaceAll(match -> {
            if (match.group(1) == null) {
                return match.group().substring(1);
            }
            if (match.group(2) != null) {
                throw new TemplateException("format() with a format of its own is not known here.");
            }
            return Matcher.quoteReplacement(arguments.text(Integer.parseInt(match.group(1)) + 1));
        }));
    }

    private static TextNode bounded(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new TemplateException("An expression makes more than %d characters.".formatted(LONGEST_TEXT));
        }
        return TextNode.valueOf(text);
    }

    private static ArrayNode split(Arguments arguments) {
        arguments.require(2, 2);
        var array = JsonNodeFactory.instance.arrayNode();
        for (var part : arguments.text(0).split(Pattern.quote(arguments.text(1)), -1)) {
            array.add(part);
        }
        return array;
    }

    private static JsonNode element(Arguments arguments, int index) {
        var value = arguments.at(0);
        if (value.isArray()) {
            return value.has(index) ? value.get(index) : NullNode.instance;
        }
        var text = arguments.text(0);
        return TextNode.valueOf(text.isEmpty() ? "" : text.substring(index, index + 1));
    }

    private static int length(JsonNode value) {
        return value.isTextual() ? value.textValue().length() : value.size();
    }

    private static boolean truth(Arguments arguments, int index) {
        return arguments.at(index).asBoolean();
    }

    private static ArrayNode array(List<JsonNode> values) {
        return JsonNodeFactory.instance.arrayNode().addAll(values);
    }
}
