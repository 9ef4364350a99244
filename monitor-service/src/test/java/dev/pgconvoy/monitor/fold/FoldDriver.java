package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.CopyEvent;
import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.fold.intake.HomePartition;
import dev.pgconvoy.monitor.fold.intake.RecordTimes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/// The topology without a broker. Each fact happens one second after the one before.
final class FoldDriver implements AutoCloseable {

    static final Duration STALLED_AFTER = Duration.ofMinutes(2);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static final Duration KEPT = Duration.ofDays(90);

    final MeterRegistry registry = new SimpleMeterRegistry();
    final LoopWatch loops = new LoopWatch();
    final TopologyTestDriver driver;
    private Instant eventTime = MigrationSamples.T0;

    FoldDriver() {
        this(1);
    }

    FoldDriver(int partitions) {
        this(partitions, new NoDelegates());
    }

    FoldDriver(int partitions, ExternalWatchers delegates) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "fold-test");
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTimes.class);
        var settings = new FoldSettings(new HomePartition(partitions), STALLED_AFTER, PATIENCE, KEPT);
        var authenticity = new FoldAuthenticity(SharedSealKey.mac(), SharedSealKey.reader());
        var topology = FoldTopology.of(
                settings,
                authenticity,
                new FoldMetrics(registry),
                delegates,
                loops,
                new MigrationSpans(OpenTelemetry.noop()));
        driver = new TopologyTestDriver(topology, properties, MigrationSamples.T0);
    }

    private record NoDelegates() implements ExternalWatchers {
        @Override
        public void hold(Object task, Migration migration, boolean submitted) {}

        @Override
        public void release(Object task) {}
    }

    FoldDriver send(MigrationEvent... events) {
        for (var event : events) {
            send(event, Optional.empty());
        }
        return this;
    }

    void send(MigrationEvent event, Optional<String> traceparent) {
        eventTime = eventTime.plusSeconds(1);
        sendAt(event, eventTime, traceparent);
    }

    void sendAt(MigrationEvent event, Instant at, Optional<String> traceparent) {
        var record = new EventCodec("/test", () -> at, SharedSealKey.mac()).record(event, traceparent);
        sendRaw(record.topic(), record.key(), record.value(), record.headers());
    }

    /// As a requester with a Kafka client of its own may send it.
    void sendWithoutTrace(MigrationEvent event) {
        eventTime = eventTime.plusSeconds(1);
        var at = eventTime;
        var record = new EventCodec("/test", () -> at, SharedSealKey.mac()).record(event, Optional.empty());
        record.headers().remove("traceparent");
        sendRaw(record.topic(), record.key(), record.value(), record.headers());
    }

    void sendRaw(String topic, @Nullable String key, byte @Nullable [] value, Headers headers) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, headers, eventTime));
    }

    List<MigrationStatus> statuses(EventType type) {
        return envelopes(type).stream()
                .map(envelope -> statusOf(envelope.data()))
                .toList();
    }

    private static MigrationStatus statusOf(Event event) {
        return switch (event) {
            case MigrationEvent.StateRecorded(var status) -> status;
            case MigrationEvent.SubstateChanged(var status) -> status;
            case MigrationEvent.MigrationCompleted(var status) -> status;
            case MigrationEvent.MigrationCancelled(var status) -> status;
            case MigrationEvent.MigrationRequested _,
                    MigrationEvent.MigrationValidated _,
                    MigrationEvent.MigrationSubmitted _,
                    MigrationEvent.CancelRequested _,
                    MigrationEvent.PauseSet _,
                    MigrationEvent.MigrationObserved _,
                    CopyEvent _,
                    FleetEvent _ -> throw new AssertionError("no announcement: " + event);
        };
    }

    List<Envelope<Event>> envelopes(EventType type) {
        return records(type.topic()).stream().map(record -> read(type, record)).toList();
    }

    private static Envelope<Event> read(EventType type, TestRecord<byte[], byte[]> record) {
        try {
            return SharedSealKey.reader()
                    .readKeyed(
                            type.topic(),
                            new String(record.key(), StandardCharsets.UTF_8),
                            record.headers(),
                            record.value(),
                            record.getRecordTime());
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    List<TestRecord<byte[], byte[]>> deadLetters(EventType type) {
        return records(Topics.deadLettersOf(type.topic()));
    }

    List<TestRecord<byte[], byte[]>> records(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    double counted(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).counter().count();
    }

    @Override
    public void close() {
        driver.close();
    }
}
