package dev.pgconvoy.monitor.api.pause;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.monitor.api.CancelBody;
import dev.pgconvoy.monitor.api.Problem;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// @param reason for people; at most 1000 characters
/// @param until of a pause, when the migration goes on by itself; left out, after as long
/// as the workers allow
record PauseBody(Optional<String> reason, Optional<Instant> until) {

    /// The body may be left out.
    static Optional<Instant> until(byte @Nullable [] body, Instant now) {
        var until = time(body);
        if (until.filter(end -> !end.isAfter(now)).isPresent()) {
            throw Problem.badRequest(
                    "The pause would be over at once.", "$.until", "Use a time that is still to come, in UTC.");
        }
        return until;
    }

    private static Optional<Instant> time(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return Optional.empty();
        }
        try {
            var tree = EventJson.MAPPER.readTree(body);
            requireKnown(tree);
            var until = tree.path("until");
            return until.isMissingNode() || until.isNull()
                    ? Optional.empty()
                    : Optional.of(Instant.parse(until.asText()));
        } catch (IOException | DateTimeException _) {
            throw Problem.badRequest(
                    "It is not said when the pause ends.", "$.until", "Use a time such as 2030-01-31T18:00:00Z.");
        }
    }

    /// A misspelt `until` would be as long a pause as the workers allow.
    private static void requireKnown(JsonNode tree) {
        tree.fieldNames().forEachRemaining(name -> {
            if (!name.equals("reason") && !name.equals("until")) {
                throw Problem.badRequest("The body has an unknown name.", "$", "Send reason and until, or nothing.");
            }
        });
    }

    static String reason(byte @Nullable [] body) {
        return CancelBody.reason(body);
    }
}
