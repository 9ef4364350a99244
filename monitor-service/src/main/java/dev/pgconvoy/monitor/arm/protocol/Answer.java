package dev.pgconvoy.monitor.arm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a call is answered with.
record Answer(int status, Optional<JsonNode> body, Map<String, String> headers) {

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer of(int status, JsonNode body) {
        return new Answer(status, Optional.of(body), Map.of());
    }

    static Answer empty(int status) {
        return new Answer(status, Optional.empty(), Map.of());
    }

    static Answer error(int status, ArmError error) {
        return of(
                status,
                EventJson.MAPPER.createObjectNode().set("error", EventJson.MAPPER.<JsonNode>valueToTree(error)));
    }

    Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, more);
    }
}
