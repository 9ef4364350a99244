package dev.pgconvoy.it.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// One record of a topic, as it was read.
///
/// @param key empty when the record has none
/// @param data missing when the value is no JSON
public record TopicFact(
        String topic, int partition, long offset, String key, Map<String, String> headers, JsonNode data) {

    public String text(String field) {
        return data.path(field).asText();
    }
}
