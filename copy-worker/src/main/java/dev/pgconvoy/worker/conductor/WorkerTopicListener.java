package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.text.LastingFault;
import dev.pgconvoy.text.LogLimit;
import dev.pgconvoy.worker.dispatch.InboxRegistry;
import dev.pgconvoy.worker.keeper.SnapshotHolders;
import dev.pgconvoy.worker.rate.ClaimListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/// Hears results, progress, cancel requests, words on snapshots and claims on limited sources, all partitions from now
/// on, for the conductors, keepers and copiers of this process.
public final class WorkerTopicListener implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WorkerTopicListener.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final List<String> TOPICS = Stream.of(
                    EventType.COPY_RESULT,
                    EventType.COPY_PROGRESS,
                    EventType.COPY_SNAPSHOT,
                    EventType.COPY_RATE,
                    EventType.CANCEL_REQUESTED,
                    EventType.MIGRATION_COMPLETED,
                    EventType.MIGRATION_CANCELLED)
            .map(EventType::topic)
            .toList();
    private static final Set<String> READ_BY_OTHERS_TOO = Set.of(
            EventType.CANCEL_REQUESTED.topic(),
            EventType.MIGRATION_COMPLETED.topic(),
            EventType.MIGRATION_CANCELLED.topic());

    private final Consumer<String, byte[]> consumer;
    private final InboxRegistry switchboard;
    private final SnapshotHolders keepers;
    private final ClaimListener rates;
    private final EventReader reader;
    private final EventProducer producer;
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Thread thread;
    private final LoopWatch loops = new LoopWatch();
    private final LogLimit limit = new LogLimit();
    private final LastingFault fault = new LastingFault();
    private volatile boolean stopping;

    public WorkerTopicListener(
            Map<String, Object> connection,
            InboxRegistry switchboard,
            SnapshotHolders keepers,
            ClaimListener rates,
            EventReader reader,
            EventProducer producer) {
        this(new KafkaConsumer<>(settings(connection)), switchboard, keepers, rates, reader, producer);
    }

    static Map<String, Object> settings(Map<String, Object> connection) {
        var config = new HashMap<>(connection);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return config;
    }

    /// @param consumer is closed in the end
    WorkerTopicListener(
            Consumer<String, byte[]> consumer,
            InboxRegistry switchboard,
            SnapshotHolders keepers,
            ClaimListener rates,
            EventReader reader,
            EventProducer producer) {
        this.consumer = consumer;
        this.switchboard = switchboard;
        this.keepers = keepers;
        this.rates = rates;
        this.reader = reader;
        this.producer = producer;
        this.thread = Thread.ofPlatform().name("worker-topic-listener").daemon().start(this::listen);
    }

    /// Returns when nothing said from now on is missed.
    public void awaitListening() throws InterruptedException {
        listening.await();
    }

    private void listen() {
        try (consumer) {
            var partitions = TOPICS.stream().flatMap(this::partitionsOf).toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            listening.countDown();
            while (!stopping) {
                loops.moved(this);
                try {
                    consumer.poll(POLL).forEach(this::hear);
                    fault.over("Listening goes on", LOG::info);
                } catch (WakeupException _) {
                    return;
                } catch (KafkaException e) {
                    goOnAfter(e);
                }
            }
        }
    }

    /// A poll that is not allowed fails at once, again and again.
    private void goOnAfter(KafkaException failure) {
        if (failure instanceof AuthorizationException) {
            loops.failed();
        }
        fault.met(
                "Results and cancellations cannot be read, which is tried again: %s: %s"
                        .formatted(failure.getClass().getSimpleName(), failure.getMessage()),
                LOG::warn);
        LockSupport.parkNanos(POLL.toNanos());
    }

    /// A topic that was made a moment ago may not be known to the broker that we ask.
    private Stream<TopicPartition> partitionsOf(String topic) {
        var known = consumer.partitionsFor(topic);
        while (known.isEmpty() && !stopping) {
            LockSupport.parkNanos(POLL.toNanos());
            known = consumer.partitionsFor(topic);
        }
        return known.stream().map(info -> new TopicPartition(info.topic(), info.partition()));
    }

    private void hear(ConsumerRecord<String, byte[]> heard) {
        try {
            switch (reader.read(heard).data()) {
                case TaskResult result -> switchboard.hear(result);
                case TaskProgress progress -> switchboard.hear(progress);
                case SnapshotNotice word -> keepers.hear(word);
                case RateClaim claim -> rates.hear(claim, heard.partition(), heard.offset());
                case CancelRequested cancel -> switchboard.hear(cancel);
                case MigrationCompleted completed -> keepers.letGo(completed.id());
                case MigrationCancelled cancelled -> keepers.letGo(cancelled.id());
                case CopyTask _, RateLimitSet _, MigrationEvent _, FleetEvent _ ->
                    throw new IllegalStateException("nobody listens to " + heard.topic());
            }
        } catch (MalformedEventException e) {
            if (!READ_BY_OTHERS_TOO.contains(heard.topic())) {
                producer.deadLetter(heard, String.valueOf(e.getMessage()));
            }
            if (heard.topic().equals(EventType.COPY_RATE.topic())) {
                rates.skip(heard.partition(), heard.offset());
            }
        } catch (RuntimeException e) {
            // What is said to all others must still be heard.
            limit.write(
                    heard.topic(),
                    "%s/%d/%d was not heard: a fault of ours"
                            .formatted(heard.topic(), heard.partition(), heard.offset()),
                    line -> LOG.error(line, e));
        }
    }

    public boolean isAlive() {
        return thread.isAlive() && loops.isAlive();
    }

    public boolean isReady() {
        return isAlive() && loops.isReady();
    }

    @Override
    public void close() {
        stopping = true;
        consumer.wakeup();
    }
}
