package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetChanged;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.submitter.application.AdmitMigrations;
import dev.pgconvoy.submitter.application.WorkersExecutor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/// The admission topology with fleets, in a process that can die.
final class FleetStreams implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final EventCodec theirs = new EventCodec("/pgconvoy/test", () -> NOW, SharedSealKey.mac());
    private Instant now;
    private TopologyTestDriver streams;

    FleetStreams() {
        this(NOW);
    }

    FleetStreams(Instant begin) {
        now = begin;
        streams = start(begin);
    }

    private static TopologyTestDriver start(Instant now) {
        return new TopologyTestDriver(
                AdmissionTopology.build(
                        new AdmitMigrations(100, List.of(new WorkersExecutor())),
                        SchedulerSettings.DEFAULTS,
                        SharedSealKey.reader(),
                        new EventCodec("/pgconvoy/submitter", () -> NOW, SharedSealKey.mac()),
                        new SimpleMeterRegistry(),
                        new LoopWatch(),
                        Duration.ofDays(90)),
                new Properties(),
                now);
    }

    @Override
    public void close() {
        streams.close();
    }

    /// The process dies; another one has what was stored.
    void kill() {
        kill(now);
    }

    void kill(Instant next) {
        var kept = stored();
        streams.close();
        now = next;
        streams = start(next);
        kept.forEach(entry -> store().put(entry.key, entry.value));
    }

    /// Another process that takes over what was stored, while this one believes that it
    /// is still its own.
    FleetStreams successor() {
        var next = new FleetStreams(now);
        stored().forEach(entry -> next.store().put(entry.key, entry.value));
        return next;
    }

    Instant now() {
        return now;
    }

    void passes(Duration time) {
        now = now.plus(time);
        streams.advanceWallClockTime(time);
    }

    private KeyValueStore<String, byte[]> store() {
        return streams.getKeyValueStore(FleetStore.NAME);
    }

    private List<KeyValue<String, byte[]>> stored() {
        var kept = new ArrayList<KeyValue<String, byte[]>>();
        try (var all = store().all()) {
            all.forEachRemaining(kept::add);
        }
        return kept;
    }

    /// The keys of all that is stored.
    List<String> storedKeys() {
        return stored().stream().map(entry -> entry.key).toList();
    }

    ProducerRecord<String, byte[]> record(Event event) {
        return theirs.record(event, Optional.empty());
    }

    ProducerRecord<String, byte[]> tombstone(EventType type, String key) {
        return theirs.tombstone(type, key);
    }

    void hear(Event event) {
        hear(record(event));
    }

    void hear(ProducerRecord<String, byte[]> record) {
        streams.createInputTopic(record.topic(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(record.key(), record.value(), record.headers(), now));
    }

    List<MigrationRequest> requests() {
        return read(EventType.MIGRATION_REQUESTED).stream()
                .map(event -> ((MigrationRequested) event).request())
                .toList();
    }

    List<FleetChanged> changes() {
        return read(EventType.FLEET_CHANGED).stream()
                .map(FleetChanged.class::cast)
                .toList();
    }

    List<FleetNews> news() {
        return changes().stream().map(FleetChanged::news).toList();
    }

    List<Event> read(EventType type) {
        return records(type.topic()).stream().map(record -> event(type, record)).toList();
    }

    List<TestRecord<String, byte[]>> records(String topic) {
        if (!streams.producedTopicNames().contains(topic)) {
            return List.of();
        }
        return streams.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static Event event(EventType type, TestRecord<String, byte[]> record) {
        try {
            return SharedSealKey.reader()
                    .readKeyed(type.topic(), record.key(), record.headers(), record.value(), NOW)
                    .data();
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    static MigrationCompleted succeeded(MigrationRequest request) {
        return new MigrationCompleted(ended(request, MigrationState.SUCCEEDED, Substate.COMPLETED));
    }

    static MigrationCancelled cancelled(MigrationRequest request) {
        return new MigrationCancelled(ended(request, MigrationState.CANCELED, Substate.COMPLETED));
    }

    static MigrationStatus ended(MigrationRequest request, MigrationState state, Substate substate) {
        return new MigrationStatus(
                request.id(),
                9,
                state,
                substate,
                request,
                RequestHash.of(request),
                NOW,
                NOW,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
