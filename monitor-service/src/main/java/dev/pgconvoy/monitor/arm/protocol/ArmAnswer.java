package dev.pgconvoy.monitor.arm.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a call is answered with.
public record ArmAnswer(int status, Optional<JsonNode> body, Map<String, String> headers) {

    public ArmAnswer {
        headers = Map.copyOf(headers);
    }

    public static ArmAnswer of(int status, JsonNode body) {
        return new ArmAnswer(status, Optional.of(body), Map.of());
    }

    public static ArmAnswer empty(int status) {
        return new ArmAnswer(status, Optional.empty(), Map.of());
    }

    public static ArmAnswer error(int status, ArmError error) {
        return of(
                status,
                EventJson.MAPPER.createObjectNode().set("error", EventJson.MAPPER.<JsonNode>valueToTree(error)));
    }

    public ArmAnswer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ArmAnswer(status, body, more);
    }
}
