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
/// @param actor who asked for it, of what somebody asks for; the writer of the record says so
public record Envelope<E extends Event>(
        String eventId,
        String source,
        String subject,
        Instant time,
        Optional<String> traceparent,
        Optional<String> actor,
        E data) {

    /// Of what nobody asked for.
    public Envelope(String eventId, String source, String subject, Instant time, Optional<String> traceparent, E data) {
        this(eventId, source, subject, time, traceparent, Optional.empty(), data);
    }

    /// The same for those who read a topic that has one class of events only.
    ///
    /// @throws MalformedEventException when it is of another one
    public <F extends Event> Envelope<F> of(Class<F> type) throws MalformedEventException {
        if (!type.isInstance(data)) {
            throw new MalformedEventException(
                    "%s is no %s".formatted(EventType.of(data).ceType(), type.getSimpleName()));
        }
        return new Envelope<>(eventId, source, subject, time, traceparent, actor, type.cast(data));
    }
}
