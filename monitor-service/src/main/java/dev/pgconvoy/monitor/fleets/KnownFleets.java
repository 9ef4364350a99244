package dev.pgconvoy.monitor.fleets;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetStateRecorded;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.monitor.view.KeptTopic;
import dev.pgconvoy.text.LogLimit;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// The latest state of every fleet.
@Singleton
public final class KnownFleets implements KeptTopic {

    private static final Logger LOG = Logger.getLogger(KnownFleets.class);
    private static final Comparator<FleetStatus> LATEST_FIRST =
            Comparator.comparing(FleetStatus::changedAt).reversed().thenComparing(FleetStatus::fleet);

    private final EventReader events;
    private final ConcurrentMap<String, FleetStatus> fleets = new ConcurrentHashMap<>();
    private final LogLimit limit = new LogLimit();

    public KnownFleets(EventReader events) {
        this.events = events;
    }

    @Override
    public String topic() {
        return EventType.FLEET_STATE_RECORDED.topic();
    }

    @Override
    public void take(ConsumerRecord<String, byte[]> record) {
        var key = record.key();
        if (key == null) {
            return;
        }
        try {
            if (record.value() == null) {
                events.requireOurs(record.topic(), key, record.headers(), null);
                fleets.remove(key);
                return;
            }
            var event = events.readKeyed(
                    record.topic(), key, record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()));
            var status = event.of(FleetStateRecorded.class).data().status();
            fleets.put(status.fleet(), status);
        } catch (MalformedEventException | RuntimeException e) {
            limit.write(
                    record.topic(),
                    "%s/%d/%d is left out of the fleets: %s"
                            .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    LOG::warn);
        }
    }

    Optional<FleetStatus> find(String fleet) {
        return Optional.ofNullable(fleets.get(fleet));
    }

    Stream<FleetStatus> latestFirst() {
        return fleets.values().stream().sorted(LATEST_FIRST);
    }

    int count() {
        return fleets.size();
    }
}
