package dev.pgconvoy.monitor.view;

import dev.pgconvoy.event.CopyEvent;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationFact;
import dev.pgconvoy.event.MigrationEvent.StateAnnouncement;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.text.LogLimit;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Takes one record of the monitor's own topics into the view.
@Singleton
final class ViewUpdater {

    private static final Logger LOG = Logger.getLogger(ViewUpdater.class);

    private final EventReader events;
    private final KnownMigrations migrations;
    private final EventFeed feed;
    private final PhaseTimes phases;
    private final LogLimit limit = new LogLimit();

    ViewUpdater(EventReader events, KnownMigrations migrations, EventFeed feed, PhaseTimes phases) {
        this.events = events;
        this.migrations = migrations;
        this.feed = feed;
        this.phases = phases;
    }

    void take(ConsumerRecord<String, byte[]> record) {
        try {
            var key = record.key();
            if (key != null && isForgotten(record)) {
                events.requireOurs(record.topic(), key, record.headers(), null);
                migrations.forget(MigrationId.parse(key));
                return;
            }
            var envelope = events.readKeyed(
                    record.topic(), key, record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()));
            take(envelope.data(), envelope.eventId(), new StatePosition(record.partition(), record.offset()));
        } catch (MalformedEventException | RuntimeException e) {
            limit.write(
                    record.topic(),
                    "%s/%d/%d is left out of the view: %s"
                            .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    LOG::warn);
        }
    }

    /// A state that is kept no longer.
    private static boolean isForgotten(ConsumerRecord<String, byte[]> record) {
        return record.value() == null
                && record.key() != null
                && record.topic().equals(EventType.STATE_RECORDED.topic());
    }

    private void take(Event event, String eventId, StatePosition place) {
        switch (event) {
            case StateRecorded(var status) -> {
                var before = migrations.find(status.id());
                migrations.record(status, place);
                before.ifPresent(known -> phases.passed(known, status));
            }
            case StateAnnouncement said ->
                feed.publish(new AnnouncedStatus(
                        eventId, EventType.of(said).shortName(), said.status().brief()));
            case MigrationFact _, CopyEvent _, FleetEvent _ ->
                throw new IllegalStateException(
                        "no view needs " + EventType.of(event).topic());
        }
    }
}
