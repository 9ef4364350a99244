package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.SnapshotWord;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.Substate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads the topics from the time of submission to their present end.
public final class KafkaHistory implements History {

    private static final Duration CANCEL_OVERTAKEN_BY_SUBMISSION = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int FETCH_WAIT_MILLIS = 20;
    private static final List<String> TOPICS = List.of(
            EventType.MIGRATION_OBSERVED.topic(),
            EventType.CANCEL_REQUESTED.topic(),
            EventType.SUBSTATE_CHANGED.topic());

    private final Map<String, Object> connection;

    public KafkaHistory(Map<String, Object> connection) {
        this.connection = Map.copyOf(connection);
    }

    @Override
    public Past of(MigrationId id, Instant since) {
        var from = since.minus(CANCEL_OVERTAKEN_BY_SUBMISSION);
        var past = new Past[] {new Past(false, false, Optional.empty())};
        read(TOPICS, id, from, found -> past[0] = add(past[0], found, from));
        return past[0];
    }

    @Override
    public List<Kept> snapshots(MigrationId id, Instant since) {
        var kept = new ArrayDeque<Kept>();
        read(
                List.of(EventType.COPY_SNAPSHOT.topic()),
                id,
                since,
                found -> wordIn(found)
                        .map(word -> new Kept(word.database(), word.state(), nameOf(word)))
                        .ifPresent(one -> {
                            kept.remove(one);
                            kept.addFirst(one);
                        }));
        return List.copyOf(kept);
    }

    private static Optional<SnapshotWord> wordIn(ConsumerRecord<String, byte[]> found) {
        try {
            var event = EventCodec.read(
                            found.topic(), found.headers(), found.value(), Instant.ofEpochMilli(found.timestamp()))
                    .data();
            return event instanceof SnapshotWord word ? Optional.of(word) : Optional.empty();
        } catch (MalformedEventException _) {
            return Optional.empty(); // the ears put it among the dead letters
        }
    }

    private static String nameOf(SnapshotWord word) {
        return switch (word.said()) {
            case SnapshotWord.Held(var snapshot) -> snapshot;
            case SnapshotWord.Wanted(var _, var snapshot) -> snapshot;
        };
    }

    /// In the order of each partition; all of a migration's records are on one.
    private void read(
            List<String> topics,
            MigrationId id,
            Instant from,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (var consumer = consumer()) {
            var ends = seek(consumer, topics, from);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var found : consumer.poll(POLL)) {
                    if (id.toString().equals(found.key())) {
                        reader.accept(found);
                    }
                }
            }
        }
    }

    private static Map<TopicPartition, Long> seek(
            Consumer<String, byte[]> consumer, List<String> topics, Instant from) {
        var partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        var ends = consumer.endOffsets(partitions);
        consumer.offsetsForTimes(
                        partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> from.toEpochMilli())))
                .forEach((partition, found) ->
                        consumer.seek(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
        return ends;
    }

    private static Past add(Past past, ConsumerRecord<String, byte[]> found, Instant from) {
        try {
            var envelope = EventCodec.read(
                    found.topic(), found.headers(), found.value(), Instant.ofEpochMilli(found.timestamp()));
            return switch (envelope.data()) {
                case CancelRequested _ ->
                    envelope.time().isBefore(from) ? past : new Past(past.ended(), true, past.finishing());
                case SubstateChanged(var status) ->
                    status.substate() == Substate.CANCELING_REQUESTED_DB_MIGRATIONS
                            ? new Past(past.ended(), true, past.finishing())
                            : status.state() == MigrationState.IN_PROGRESS
                                    ? past
                                    : new Past(true, past.cancelRequested(), past.finishing());
                case MigrationObserved(var _, var _, var observation) -> add(past, observation);
                default -> past;
            };
        } catch (MalformedEventException _) {
            return past;
        }
    }

    private static Past add(Past past, Observation observation) {
        return switch (observation) {
            case Observation.Ending(var _, Observation.Finished(var _, Report report)) ->
                new Past(past.ended(), past.cancelRequested(), Optional.of(report));
            case Observation.Ending _, Observation.Hindered _ -> past;
            case Observation.Finished _ -> new Past(true, past.cancelRequested(), past.finishing());
            case Observation.Failed(var epoch, var _, var _, var _) ->
                new Past(past.ended() || epoch > 0, past.cancelRequested(), past.finishing());
            case Observation.Stopped(var epoch, var _) ->
                new Past(past.ended() || epoch > 0, past.cancelRequested(), past.finishing());
            case Observation.ValidationBegan _,
                    Observation.MigrationBegan _,
                    Observation.Progressed _,
                    Observation.CompletionBegan _,
                    Observation.AzureSeen _ -> past;
        };
    }

    private Consumer<String, byte[]> consumer() {
        var config = new HashMap<>(connection);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        return new KafkaConsumer<>(config);
    }
}
