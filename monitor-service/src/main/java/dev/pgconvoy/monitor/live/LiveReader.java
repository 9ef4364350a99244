package dev.pgconvoy.monitor.live;

import dev.pgconvoy.event.CopyEvent;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.text.LogLimit;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Takes one record of a topic that running migrations write.
@Singleton
final class LiveReader {

    private static final Logger LOG = Logger.getLogger(LiveReader.class);

    private final EventReader events;
    private final LiveMigrations live;
    private final EventLog log;
    private final InstantSource clock;
    private final LogLimit limit = new LogLimit();

    LiveReader(EventReader events, LiveMigrations live, EventLog log, InstantSource clock) {
        this.events = events;
        this.live = live;
        this.log = log;
        this.clock = clock;
    }

    void take(ConsumerRecord<String, byte[]> record) {
        try {
            take(events.read(record), record);
        } catch (MalformedEventException | RuntimeException e) {
            limit.write(
                    record.topic(),
                    "%s/%d/%d is left out of what is shown live: %s"
                            .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    LOG::warn);
        }
    }

    private void take(Envelope<Event> envelope, ConsumerRecord<String, byte[]> record) {
        switch (envelope.data()) {
            case CopyTask task -> live.sent(task, envelope.time());
            case TaskProgress progress -> live.heard(progress, envelope.time());
            case TaskResult result -> live.ended(result, envelope.time());
            case MigrationEvent event ->
                EventWords.of(event)
                        .ifPresent(words -> log.add(
                                event.id(),
                                new LoggedEvent(
                                        record.topic(),
                                        record.partition(),
                                        record.offset(),
                                        envelope.time(),
                                        envelope.source(),
                                        envelope.actor().orElse(""),
                                        words.what(),
                                        words.detail()),
                                clock.instant()));
            case CopyEvent _, FleetEvent _ ->
                throw new IllegalStateException("nobody looks at " + record.topic() + " live");
        }
    }
}
