package dev.pgconvoy.monitor.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationId;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;

/// Several migrations that are to stop for one reason.
///
/// @param ids each once, in the order in which they were named
/// @param reason for people; at most 1000 characters
record CancelSelection(List<MigrationId> ids, String reason) {

    static final int MOST = 200;

    static CancelSelection read(byte[] body) {
        var reason = CancelBody.reason(body);
        var ids = new LinkedHashSet<MigrationId>();
        var named = named(body);
        if (!named.isArray() || named.isEmpty() || named.size() > MOST) {
            throw Problem.badRequest(
                    "ids must be an array of 1 to %d ids.".formatted(MOST),
                    "$.ids",
                    "Send {\"ids\": [\"orders-server/move-1\"], \"reason\": \"…\"}.");
        }
        for (var index = 0; index < named.size(); index++) {
            ids.add(id(named.get(index), index));
        }
        return new CancelSelection(List.copyOf(ids), reason);
    }

    private static JsonNode named(byte[] body) {
        try {
            return EventJson.MAPPER.readTree(body).path("ids");
        } catch (IOException _) {
            throw Problem.badRequest("The body is not JSON.", "$", "Send {\"ids\": […], \"reason\": \"…\"}.");
        }
    }

    private static MigrationId id(JsonNode text, int index) {
        try {
            return MigrationId.parse(text.isTextual() ? text.textValue() : "");
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                    String.valueOf(e.getMessage()),
                    "$.ids[%d]".formatted(index),
                    "Use an id such as orders-server/move-1.");
        }
    }
}
