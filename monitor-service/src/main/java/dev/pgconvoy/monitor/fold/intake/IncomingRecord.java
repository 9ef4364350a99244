package dev.pgconvoy.monitor.fold.intake;

import dev.pgconvoy.event.CopyEvent;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent;
import java.time.Instant;
import java.util.Optional;

/// What became of a record at the door.
public sealed interface IncomingRecord {

    ArrivedRecord arrival();

    /// @param at when it happened, by its event
    /// @param actor who asked for it, of what somebody asks for
    record Fact(
            ArrivedRecord arrival,
            String id,
            MigrationEvent event,
            Instant at,
            Optional<String> traceparent,
            Optional<String> actor)
            implements IncomingRecord {}

    /// @param reason repeats nothing of the content
    record Unreadable(ArrivedRecord arrival, String reason) implements IncomingRecord {}

    /// Readable, but on another partition than its migration's: by another partitioner, or on a topic with fewer.
    record Stray(ArrivedRecord arrival) implements IncomingRecord {}

    static IncomingRecord of(ArrivedRecord arrival, EventReader reader) {
        if (arrival.size() > RecordSizeLimits.LARGEST_ARRIVAL) {
            return new Unreadable(arrival, "key, headers and value are larger than any event");
        }
        try {
            var envelope = arrival.read(reader);
            return switch (envelope.data()) {
                case MigrationEvent event ->
                    new Fact(
                            arrival,
                            envelope.subject(),
                            event,
                            envelope.time(),
                            envelope.traceparent(),
                            envelope.actor());
                case CopyEvent _, FleetEvent _ -> new Unreadable(arrival, "no fact about a migration");
            };
        } catch (MalformedEventException e) {
            return new Unreadable(arrival, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Unreadable(
                    arrival,
                    "a required field is missing (%s)".formatted(e.getClass().getSimpleName()));
        }
    }
}
