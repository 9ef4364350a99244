package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.submitter.application.AdmitMigrations;
import dev.pgconvoy.submitter.application.RunFleets;
import dev.pgconvoy.submitter.model.AdmissionFact;
import dev.pgconvoy.submitter.model.TargetQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Events → facts → by target server → decisions → events, and beside it the same for all fleets in one task. Every
/// step has a name, so that the internal topics keep
/// theirs when the topology grows.
public final class AdmissionTopology {

    private static final List<String> SOURCES = Stream.of(
                    EventType.MIGRATION_VALIDATED,
                    EventType.CANCEL_REQUESTED,
                    EventType.MIGRATION_COMPLETED,
                    EventType.MIGRATION_CANCELLED,
                    EventType.SUBSTATE_CHANGED,
                    EventType.STATE_RECORDED,
                    EventType.FLEET_REQUESTED,
                    EventType.FLEET_ACTION_REQUESTED)
            .map(EventType::topic)
            .toList();

    private AdmissionTopology() {}

    /// @param fleets what holds for all fleets together
    /// @param keep how long it is remembered that a migration has ended
    public static Topology build(
            AdmitMigrations admitMigrations,
            SchedulerSettings fleets,
            EventReader reader,
            EventCodec codec,
            MeterRegistry metrics,
            LoopWatch loops,
            Duration keep) {
        var builder = new StreamsBuilder();
        builder.addStateStore(targets());
        builder.addStateStore(FleetStore.builder());
        var readings = builder.stream(
                        SOURCES,
                        Consumed.with(Serdes.String(), Serdes.ByteArray())
                                .withTimestampExtractor(AdmissionTopology::timeOf))
                .process(() -> new ReadFacts(reader, metrics, loops));
        publish(unreadable(readings));
        publish(facts(readings)
                .repartition(Repartitioned.<String, AdmissionFact>as("by-target")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(JsonSerde.of(AdmissionFact.class)))
                .process(() -> new AdmitFacts(admitMigrations, codec, metrics, loops, keep), AdmitFacts.STORE));
        publish(fleetFacts(readings)
                .repartition(Repartitioned.<String, FleetFact>as("by-fleets")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(JsonSerde.of(FleetFact.class))
                        .withNumberOfPartitions(1))
                .process(() -> new DecideFleets(() -> new RunFleets(fleets), codec, loops), FleetStore.NAME));
        return builder.build();
    }

    /// A producer may leave the time out; that is no reason to stop.
    private static long timeOf(ConsumerRecord<Object, Object> event, long partitionTime) {
        return event.timestamp() >= 0 ? event.timestamp() : Math.max(0, partitionTime);
    }

    private static KStream<String, OutgoingRecord> unreadable(KStream<String, RecordReading> readings) {
        return readings.flatMapValues(reading -> switch (reading) {
            case RecordReading.Unreadable(var letter) -> List.of(letter);
            case RecordReading.Read _, RecordReading.OfFleets _ -> List.of();
        });
    }

    private static KStream<String, AdmissionFact> facts(KStream<String, RecordReading> readings) {
        return readings.flatMapValues(reading -> switch (reading) {
            case RecordReading.Read(var fact) -> List.of(fact);
            case RecordReading.Unreadable _, RecordReading.OfFleets _ -> List.of();
        });
    }

    /// Limits hold for all fleets together, so one task decides for all of them.
    private static KStream<String, FleetFact> fleetFacts(KStream<String, RecordReading> readings) {
        return readings.flatMapValues(reading -> switch (reading) {
            case RecordReading.OfFleets(var fact) -> List.of(fact);
            case RecordReading.Unreadable _, RecordReading.Read _ -> List.of();
        });
    }

    private static void publish(KStream<String, OutgoingRecord> outgoing) {
        outgoing.to((_, record, _) -> record.topic(), Produced.with(Serdes.String(), OutgoingRecord.SERDE));
    }

    private static StoreBuilder<KeyValueStore<String, TargetQueue>> targets() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(AdmitFacts.STORE),
                        Serdes.String(),
                        JsonSerde.of(TargetQueue.class))
                .withLoggingEnabled(
                        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.LARGEST_DEAD_LETTER)));
    }
}
