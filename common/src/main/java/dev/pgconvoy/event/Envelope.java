package dev.pgconvoy.event;

import java.time.Instant;
import java.util.Optional;

/// An event with its CloudEvents attributes.
///
/// @param eventId unique per source; the same id is the same event
/// @param source who says it, a URI reference (`/pgconvoy/preflight`)
/// @param subject what it is about: the migration id
/// @param time when it happened
/// @param traceparent the W3C trace context, when there is one
public record Envelope<E>(
        String eventId, String source, String subject, Instant time, Optional<String> traceparent, E data) {

    public <F> Envelope<F> withData(F other) {
        return new Envelope<>(eventId, source, subject, time, traceparent, other);
    }
}
