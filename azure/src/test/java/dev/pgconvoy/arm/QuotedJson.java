package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/// JSON in the text of tests; `'` stands for `"`, and `\u0027` for itself.
final class QuotedJson {

    private QuotedJson() {}

    static JsonNode json(String text) {
        try {
            return EventJson.MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    static ObjectNode object(String text) {
        return (ObjectNode) json(text);
    }
}
