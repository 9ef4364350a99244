package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.monitor.fold.intake.IncomingRecord;
import dev.pgconvoy.monitor.fold.intake.RecordIntake;
import dev.pgconvoy.monitor.fold.intake.RecordSizeLimits;
import java.util.List;
import java.util.Map;
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

/// Facts come in, strays take the way over a topic of their own, announcements and dead letters go out.
///
/// ```
/// facts ─► intake ─► at home ───────────────┬─► fold ─► state, substate-changed, completed, cancelled, *.dlq
///             └────► strays ─► (by id) ─► ──┘
/// ```
final class FoldTopology {

    static final String MIGRATIONS = "migrations";
    static final String EARLY = "early";
    static final List<EventType> FACTS = List.of(
            EventType.MIGRATION_REQUESTED,
            EventType.MIGRATION_VALIDATED,
            EventType.MIGRATION_SUBMITTED,
            EventType.CANCEL_REQUESTED,
            EventType.PAUSE_SET,
            EventType.MIGRATION_OBSERVED);

    private FoldTopology() {}

    static Topology of(
            FoldSettings settings,
            FoldAuthenticity authenticity,
            FoldMetrics metrics,
            ExternalWatchers delegates,
            LoopWatch loops,
            MigrationSpans spans) {
        var builder = new StreamsBuilder();
        builder.addStateStore(store(MIGRATIONS));
        builder.addStateStore(store(EARLY));
        var topics = FACTS.stream().map(EventType::topic).toList();
        var incomingRecords = builder.stream(topics, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .process(() -> RecordIntake.ofFacts(authenticity.reader(), settings.home()));
        incomingRecords
                .filterNot((_, incoming) -> incoming instanceof IncomingRecord.Stray)
                .merge(returned(incomingRecords, settings, authenticity))
                .process(
                        () -> new FoldProcessor(settings, authenticity, metrics, delegates, loops, spans),
                        MIGRATIONS,
                        EARLY)
                .to((_, outgoing, _) -> outgoing.topic(), Produced.with(Serdes.ByteArray(), FoldOutput.serde()));
        return builder.build();
    }

    private static KStream<byte[], IncomingRecord> returned(
            KStream<byte[], IncomingRecord> incomingRecords, FoldSettings settings, FoldAuthenticity authenticity) {
        return incomingRecords
                .filter((_, incoming) -> incoming instanceof IncomingRecord.Stray)
                .mapValues(incoming -> incoming.arrival().value())
                .repartition(Repartitioned.<byte[], byte[]>as("strays")
                        .withKeySerde(Serdes.ByteArray())
                        .withValueSerde(Serdes.ByteArray())
                        .withNumberOfPartitions(settings.home().partitions()))
                .process(() -> RecordIntake.ofReturnedStrays(authenticity.reader()));
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(RecordSizeLimits.LARGEST_RECORD)));
    }
}
