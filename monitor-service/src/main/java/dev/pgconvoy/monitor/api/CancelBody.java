package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.EventJson;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// @param reason for people; at most 1000 characters
public record CancelBody(Optional<String> reason) {

    private static final int LONGEST = 1_000;
    private static final String DEFAULT_REASON = "asked for over REST";

    /// The body may be left out.
    public static String reason(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return DEFAULT_REASON;
        }
        try {
            var reason = EventJson.MAPPER.readTree(body).path("reason").asText(DEFAULT_REASON);
            if (reason.length() <= LONGEST) {
                return reason;
            }
        } catch (IOException _) {
            throw Problem.badRequest("The body is not JSON.", "$", "Send {\"reason\": \"…\"} or nothing.");
        }
        throw Problem.badRequest(
                "The reason is too long.", "$.reason", "Use at most %d characters.".formatted(LONGEST));
    }
}
