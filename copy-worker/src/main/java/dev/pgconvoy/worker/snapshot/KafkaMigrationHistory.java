package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.event.CopyEvent;
import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Substate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/// Reads the topics from the time of submission to their present end. A consumer that has read well is
/// kept for the next reading: to connect and to learn the partitions takes longer than to read. It is
/// not kept for long, as it would not hear of partitions that are added.
public final class KafkaMigrationHistory implements MigrationHistory, AutoCloseable {

    /// At most, those of the machines that write to the topics.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

    /// A cancel request may be older than the request by the clock of who made it.
    private static final Duration CANCEL_OVERTAKES = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(KafkaMigrationHistory.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int FETCH_WAIT_MILLIS = 20;
    private static final int MOST_KEPT = 2;
    private static final Duration LONGEST_KEPT = Duration.ofSeconds(30);
    private static final List<String> TOPICS = List.of(
            EventType.MIGRATION_OBSERVED.topic(),
            EventType.CANCEL_REQUESTED.topic(),
            EventType.SUBSTATE_CHANGED.topic());

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final EventReader reader;
    private final LongSupplier nanoClock;
    private final BlockingQueue<CompletableFuture<KeptConsumer>> kept = new ArrayBlockingQueue<>(MOST_KEPT);
    private volatile boolean closed;

    private record KeptConsumer(Consumer<String, byte[]> consumer, long madeAt) {}

    public KafkaMigrationHistory(Map<String, Object> connection, EventReader reader) {
        this(() -> new KafkaConsumer<>(settings(connection)), reader, System::nanoTime);
    }

    /// @param consumers makes one when none is kept
    KafkaMigrationHistory(Supplier<Consumer<String, byte[]>> consumers, EventReader reader, LongSupplier nanoClock) {
        this.consumers = consumers;
        this.reader = reader;
        this.nanoClock = nanoClock;
    }

    @Override
    public void prepare() {
        if (kept.stream().allMatch(CompletableFuture::isDone)) {
            keep(firstKept()
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> CompletableFuture.supplyAsync(
                            this::connect,
                            task -> Thread.ofVirtual().name("history").start(task))));
        }
    }

    /// A consumer that knows the partitions.
    private KeptConsumer connect() {
        var consumer = consumers.get();
        try {
            TOPICS.forEach(consumer::partitionsFor);
            return new KeptConsumer(consumer, nanoClock.getAsLong());
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    @Override
    public Past of(MigrationId id, String requestHash, Instant since) {
        var past = new Past[] {Past.NOTHING};
        read(
                TOPICS,
                id,
                since.minus(CLOCKS_DIFFER),
                found -> past[0] = fold(past[0], found, requestHash, since, reader::read));
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

    private Optional<SnapshotNotice> wordIn(ConsumerRecord<String, byte[]> found) {
        try {
            return Optional.of(reader.read(found).of(SnapshotNotice.class).data());
        } catch (MalformedEventException _) {
            return Optional.empty(); // the ears put it among the dead letters
        }
    }

    private static String nameOf(SnapshotNotice word) {
        return switch (word.said()) {
            case SnapshotNotice.Held(var snapshot) -> snapshot;
            case SnapshotNotice.Wanted(var _, var snapshot) -> snapshot;
        };
    }

    /// In the order of each partition; all of a migration's records are on one.
    private void read(
            List<String> topics,
            MigrationId id,
            Instant from,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> reader) {
        var taken = take();
        var consumer = taken.consumer();
        var isUsable = false;
        try {
            var ends = seek(consumer, topics, from);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var found : consumer.poll(POLL)) {
                    if (id.toString().equals(found.key())) {
                        reader.accept(found);
                    }
                }
            }
            isUsable = true;
        } finally {
            if (isUsable) {
                keep(CompletableFuture.completedFuture(taken));
            } else {
                consumer.close();
            }
        }
    }

    private void keep(CompletableFuture<KeptConsumer> one) {
        if (closed || !kept.offer(one)) {
            closeOnceThere(one);
        } else if (closed) {
            close(); // it was put there too late
        }
    }

    private static void closeOnceThere(CompletableFuture<KeptConsumer> one) {
        one.thenAccept(found -> found.consumer().close());
    }

    private KeptConsumer take() {
        return firstKept().orElseGet(() -> new KeptConsumer(consumers.get(), nanoClock.getAsLong()));
    }

    /// Waits for one that is being prepared.
    private Optional<KeptConsumer> firstKept() {
        for (var found = kept.poll(); found != null; found = kept.poll()) {
            try {
                var one = found.get();
                if (nanoClock.getAsLong() - one.madeAt() < LONGEST_KEPT.toNanos()) {
                    return Optional.of(one);
                }
                one.consumer().close();
            } catch (ExecutionException e) {
                LOG.debugf("the history was not prepared: %s", e.getCause());
            } catch (InterruptedException e) {
                closeOnceThere(found);
                throw new InterruptException(e);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        for (var found = kept.poll(); found != null; found = kept.poll()) {
            closeOnceThere(found);
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

    /// How a record is read.
    public interface Reading {
        Envelope<Event> of(ConsumerRecord<String, byte[]> found) throws MalformedEventException;
    }

    public static Past fold(
            Past past, ConsumerRecord<String, byte[]> found, String requestHash, Instant since, Reading reading) {
        try {
            var envelope = reading.of(found);
            return switch (envelope.data()) {
                case CancelRequested _ ->
                    envelope.time().isBefore(since.minus(CANCEL_OVERTAKES)) ? past : past.withCancelRequested();
                case SubstateChanged(var status) -> add(past, status);
                case MigrationObserved(var _, var hash, var observation) ->
                    hash.filter(other -> !other.equals(requestHash)).isPresent() ? past : add(past, observation);
                case MigrationEvent _, CopyEvent _, FleetEvent _ -> past;
            };
        } catch (MalformedEventException _) {
            return past;
        }
    }

    private static Past add(Past past, MigrationStatus status) {
        if (status.substate() == Substate.CANCELING_REQUESTED_DB_MIGRATIONS) {
            return past.withCancelRequested();
        }
        return status.isFinal() ? past.withAnnounced() : past;
    }

    private static Past add(Past past, Observation observation) {
        return switch (observation) {
            case Observation.MigrationBegan(var epoch, var _) -> past.withBegin(epoch);
            case Observation.Ending(var epoch, var end) ->
                past.withWordOf(epoch).withEnding(epoch, end);
            case Observation.Finished _ -> past.withAnnounced();
            case Observation.Failed _, Observation.Stopped _ ->
                observation.epoch() > 0 || !past.hasBegun() ? past.withAnnounced() : past;
            case Observation.ValidationBegan _,
                    Observation.Progressed _,
                    Observation.CompletionBegan _,
                    Observation.Hindered _,
                    Observation.Unhindered _,
                    Observation.Paused _,
                    Observation.AzureSeen _ -> past.withWordOf(observation.epoch());
        };
    }

    static Map<String, Object> settings(Map<String, Object> connection) {
        var config = new HashMap<>(connection);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        return config;
    }
}
