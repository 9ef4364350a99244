package dev.pgconvoy.monitor.fleets;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.monitor.view.KeptTopic;
import dev.pgconvoy.monitor.view.PlacedRecords;
import dev.pgconvoy.monitor.view.StatePosition;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Where the last plan of each fleet stands on its topic. Anybody may write plans, so only
/// a bounded number is remembered, the last ones; and whoever asks for one looks whether it
/// is what is applied.
@Singleton
public final class PlacedPlans implements KeptTopic {

    private static final int MOST = 20_000;

    private final PlacedRecords records;
    private final EventReader events;
    private final Map<String, StatePosition> places = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StatePosition> eldest) {
            return size() > MOST;
        }
    };

    PlacedPlans(PlacedRecords records, EventReader events) {
        this.records = records;
        this.events = events;
    }

    @Override
    public String topic() {
        return EventType.FLEET_REQUESTED.topic();
    }

    @Override
    public void take(ConsumerRecord<String, byte[]> record) {
        var key = record.key();
        if (key == null) {
            return;
        }
        synchronized (places) {
            places.remove(key);
            if (record.value() != null) {
                places.put(key, new StatePosition(record.partition(), record.offset()));
            }
        }
    }

    Optional<StatePosition> place(String fleet) {
        synchronized (places) {
            return Optional.ofNullable(places.get(fleet));
        }
    }

    Optional<Fleet> read(StatePosition place) {
        return records.read(topic(), place).flatMap(this::plan);
    }

    private Optional<Fleet> plan(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.of(
                    events.read(record).of(FleetRequested.class).data().fleet());
        } catch (MalformedEventException _) {
            return Optional.empty();
        }
    }
}
