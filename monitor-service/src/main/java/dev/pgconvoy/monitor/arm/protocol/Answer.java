package dev.pgconvoy.monitor.arm.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a call is answered with.
public record Answer(int status, Optional<JsonNode> body, Map<String, String> headers) {

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer of(int status, JsonNode body) {
        return new Answer(status, Optional.of(body), Map.of());
    }

    public static Answer empty(int status) {
        return new Answer(status, Optional.empty(), Map.of());
    }

    public static Answer error(int status, ArmError error) {
        return of(
                status,
                EventJson.MAPPER.createObjectNode().set("error", EventJson.MAPPER.<JsonNode>valueToTree(error)));
    }

    public Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, more);
    }
}
