package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What a function of an expression is called with.
record Arguments(String function, List<JsonNode> values) {

    Arguments {
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
        if (!value.isValueNode()) {
            throw new TemplateException("%s() takes text.".formatted(function));
        }
        return value.asText();
    }

    String onlyText() {
        require(1, 1);
        return text(0);
    }
}
