package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;

/// What a function of an expression is called with.
record FunctionArguments(String function, List<JsonNode> values) {

    FunctionArguments {
        values = List.copyOf(values);
    }

    void require(int least, int most) {
        if (values.size() < least || values.size() > most) {
            throw new TemplateException("%s() does not take %d arguments.".formatted(function, values.size()));
        }
    }

    JsonNode at(int index) {
        require(index + 1, Integer.MAX_VALUE);
        return values.get(index);
    }

    String text(int index) {
        var value = at(index);
        if (!value.isValueNode() || value.isNull()) {
            throw new TemplateException("%s() takes text.".formatted(function));
        }
        return value.asText();
    }

    boolean truth(int index) {
        var value = at(index);
        if (!value.isBoolean()) {
            throw new TemplateException("%s() takes true() or false().".formatted(function));
        }
        return value.booleanValue();
    }

    boolean anyTruth(boolean wanted) {
        require(2, Integer.MAX_VALUE);
        return IntStream.range(0, values.size()).mapToObj(this::truth).toList().contains(wanted);
    }

    /// Of text, of an array or of an object.
    int onlyLength() {
        require(1, 1);
        var value = at(0);
        if (!value.isContainerNode() && !value.isTextual()) {
            throw new TemplateException("%s() takes text, an array or an object.".formatted(function));
        }
        return value.isTextual() ? value.textValue().length() : value.size();
    }

    String onlyText() {
        require(1, 1);
        return text(0);
    }
}
