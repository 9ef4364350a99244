package dev.pgconvoy.monitor.view;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.migration.MigrationStatus;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Fetches a status with its report from where it stands on the topic.
@Singleton
public final class Reports {

    private final PlacedRecords records;
    private final EventReader events;

    Reports(PlacedRecords records, EventReader events) {
        this.records = records;
        this.events = events;
    }

    /// @return empty when a newer state has taken its place
    public Optional<MigrationStatus> read(StatePosition place) {
        return records.read(EventType.STATE_RECORDED.topic(), place).flatMap(this::status);
    }

    private Optional<MigrationStatus> status(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.of(
                    events.read(record).of(StateRecorded.class).data().status());
        } catch (MalformedEventException _) {
            return Optional.empty();
        }
    }
}
