package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.BiFunction;

/// Reads one expression and calls its functions on the way, the innermost first.
///
/// ```
/// expression = '[' value ']'
/// value = text | number | call
/// call = name '(' [ value { ',' value } ] ')' { '.' name | '[' value ']' }
/// ```
final class ExpressionReader {

    private static final int DEEPEST = 32;

    private final String text;
    private final BiFunction<String, FunctionArguments, JsonNode> functions;
    private int position = 1;
    private int depth;

    ExpressionReader(String text, BiFunction<String, FunctionArguments, JsonNode> functions) {
        this.text = text;
        this.functions = functions;
    }

    JsonNode read() {
        var value = value();
        expect(']');
        if (position != text.length()) {
            throw unreadable();
        }
        return value;
    }

    private JsonNode value() {
        skipBlanks();
        if (++depth > DEEPEST) {
            throw unreadable();
        }
        try {
            if (next() == '\'') {
                return literal();
            }
            return Character.isDigit(next()) || next() == '-' ? number() : accesses(call());
        } finally {
            depth--;
        }
    }

    private TextNode literal() {
        var literal = new StringBuilder();
        position++;
        while (next() != '\'' || isDoubled()) {
            literal.append(next());
            position += next() == '\'' ? 2 : 1;
        }
        position++;
        return TextNode.valueOf(literal.toString());
    }

    private boolean isDoubled() {
        return position + 1 < text.length() && text.charAt(position + 1) == '\'';
    }

    private JsonNode number() {
        var begin = position++;
        while (Character.isDigit(next())) {
            position++;
        }
        try {
            return JsonNodeFactory.instance.numberNode(Long.parseLong(text.substring(begin, position)));
        } catch (NumberFormatException _) {
            throw unreadable();
        }
    }

    private JsonNode call() {
        var function = name();
        var values = new ArrayList<JsonNode>();
        expect('(');
        skipBlanks();
        if (next() == ')') {
            position++;
            return functions.apply(function, new FunctionArguments(function, values));
        }
        values.add(value());
        skipBlanks();
        while (next() == ',') {
            position++;
            values.add(value());
            skipBlanks();
        }
        expect(')');
        return functions.apply(function, new FunctionArguments(function, values));
    }

    private JsonNode accesses(JsonNode called) {
        var value = called;
        while (next() == '.' || next() == '[') {
            if (next() == '.') {
                position++;
                value = member(value, name());
            } else {
                position++;
                value = member(value, value().asText());
                expect(']');
            }
        }
        return value;
    }

    private JsonNode member(JsonNode value, String name) {
        if (value.isArray() && name.matches("[0-9]{1,6}") && value.has(Integer.parseInt(name))) {
            return value.get(Integer.parseInt(name));
        }
        return value.properties().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new TemplateException(
                        "The expression %s asks for '%s', which is not there.".formatted(shown(), name)));
    }

    private String name() {
        skipBlanks();
        var begin = position;
        while (Character.isLetterOrDigit(next()) || next() == '_') {
            position++;
        }
        if (begin == position) {
            throw unreadable();
        }
        return text.substring(begin, position);
    }

    private void expect(char wanted) {
        skipBlanks();
        if (next() != wanted) {
            throw unreadable();
        }
        position++;
    }

    private void skipBlanks() {
        while (Character.isWhitespace(next())) {
            position++;
        }
    }

    private char next() {
        if (position >= text.length()) {
            throw unreadable();
        }
        return text.charAt(position);
    }

    private TemplateException unreadable() {
        return new TemplateException("The expression %s cannot be read at character %d.".formatted(shown(), position));
    }

    private String shown() {
        return ParameterDefinition.quoted(text);
    }
}
