package dev.pgconvoy.monitor.arm.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One call.
///
/// @param path its segments, decoded, from `subscriptions` on
/// @param actor who calls
/// @param base where this server is, as the caller sees it: `https://host:port/`
public record ArmCall(
        String method,
        List<String> path,
        Map<String, String> query,
        byte[] body,
        Optional<String> traceparent,
        String actor,
        String base) {

    public Optional<String> query(String name) {
        return query.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// The same of another path.
    public ArmCall at(List<String> otherPath) {
        return new ArmCall(method, otherPath, query, body, traceparent, actor, base);
    }

    public ObjectNode json() {
        try {
            if (EventJson.MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException _) {
            // Its message would quote the body.
        }
        throw ArmException.badRequest("InvalidRequestContent", "The request content is not a JSON object.");
    }
}
