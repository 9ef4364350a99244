package dev.pgconvoy.launcher.client;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The latest status of each migration, read from the compacted topic up to its present end.
public final class RecordedStates {

    private RecordedStates() {}

    public static Map<MigrationId, MigrationStatus> read(BrokerAccess broker) {
        return read(broker, Optional.empty());
    }

    public static Optional<MigrationStatus> find(BrokerAccess broker, MigrationId id) {
        return Optional.ofNullable(read(broker, Optional.of(id.toString())).get(id));
    }

    /// @throws CommandException when the id is not known
    public static MigrationStatus require(BrokerAccess broker, MigrationId id) {
        return find(broker, id)
                .orElseThrow(() -> CommandException.unusable(
                        "No migration %s is known there. List those that are with: pgconvoy report".formatted(id)));
    }

    private static Map<MigrationId, MigrationStatus> read(BrokerAccess broker, Optional<String> key) {
        var states = new TreeMap<MigrationId, MigrationStatus>();
        RecordedTopics.read(broker, List.of(EventType.STATE_RECORDED.topic()), entry -> {
            if (key.isEmpty() || key.get().equals(entry.key())) {
                if (entry.value() == null) {
                    states.keySet().removeIf(id -> id.toString().equals(entry.key()));
                }
                status(entry).ifPresent(status -> states.put(status.id(), status));
            }
        });
        return states;
    }

    private static Optional<MigrationStatus> status(ConsumerRecord<String, byte[]> entry) {
        try {
            var event = EventCodec.read(
                    entry.topic(), entry.headers(), entry.value(), Instant.ofEpochMilli(entry.timestamp()));
            return Optional.of(event.of(StateRecorded.class).data().status());
        } catch (MalformedEventException _) {
            return Optional.empty();
        }
    }
}
