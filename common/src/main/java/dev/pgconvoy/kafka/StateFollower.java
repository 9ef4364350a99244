package dev.pgconvoy.kafka;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.text.LogLimit;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Tells one listener what the monitor says of all migrations: every state from the first record on, then each new one,
/// for as long as the process runs. After a fault of Kafka's it begins anew, so a state may be told twice, and an older
/// one after a newer one.
public final class StateFollower {

    private static final System.Logger LOG = System.getLogger(StateFollower.class.getName());
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SECONDS_BETWEEN_TRIES = 1;
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private final EventReader reader;
    private final Consumer<MigrationStatus> listener;
    private final Consumer<MigrationId> forgotten;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final LoopWatch loops = new LoopWatch();
    private final LogLimit limit = new LogLimit();
    private final Thread thread =
            Thread.ofPlatform().name("pgconvoy-states").daemon().unstarted(this::run);

    /// @param connection bootstrap servers and security, as Kafka names them
    /// @param listener called by one thread
    /// @param forgotten the same, with each id whose state is kept no longer
    public StateFollower(
            Map<String, Object> connection,
            EventReader reader,
            Consumer<MigrationStatus> listener,
            Consumer<MigrationId> forgotten) {
        this.reader = reader;
        this.listener = listener;
        this.forgotten = forgotten;
        settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 * EventCodec.LARGEST_EVENT);
    }

    public void start() {
        loops.moved(this);
        thread.start();
    }

    /// Whether all has been told that was there when we began; it waits a while for it.
    public boolean awaitCaughtUp(Duration longest) throws InterruptedException {
        return caughtUp.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    public boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    /// Whether it still reads; also while it waits for the brokers.
    public LoopWatch loops() {
        return loops;
    }

    public boolean isStopping() {
        return stopping.getCount() == 0;
    }

    public void stop() throws InterruptedException {
        stopping.countDown();
        thread.join(TIME_TO_STOP);
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join();
        }
    }

    private void run() {
        try {
            while (!isStopping()) {
                try (var consumer = new KafkaConsumer<String, byte[]>(settings)) {
                    follow(consumer);
                } catch (KafkaException e) {
                    LOG.log(Level.WARNING, "The states cannot be read; they are read anew", e);
                }
                loops.moved(this);
                stopping.await(SECONDS_BETWEEN_TRIES, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        var partitions = partitions(consumer);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        while (!isStopping()) {
            loops.moved(this);
            consumer.poll(POLL).forEach(this::read);
            if (!isCaughtUp()
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp.countDown();
            }
        }
    }

    /// A broker that does not know yet what has just been created says that there is nothing.
    private static List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        var topic = EventType.STATE_RECORDED.topic();
        var partitions = consumer.partitionsFor(topic);
        if (partitions.isEmpty()) {
            throw new KafkaException("The topic %s is not known yet".formatted(topic));
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() == null && record.key() != null) {
                reader.requireOurs(record.topic(), record.key(), record.headers(), null);
                forgotten.accept(MigrationId.parse(record.key()));
            } else {
                listener.accept(
                        reader.read(record).of(StateRecorded.class).data().status());
            }
        } catch (MalformedEventException e) {
            limit.write(
                    "unreadable states",
                    "A state is left out, as it is unreadable (%s, partition %d, offset %d): %s"
                            .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    line -> LOG.log(Level.WARNING, line));
        } catch (RuntimeException e) {
            limit.write(
                    "states left out by a fault of ours",
                    "A state is left out by a fault of ours (%s, partition %d, offset %d)"
                            .formatted(record.topic(), record.partition(), record.offset()),
                    line -> LOG.log(Level.ERROR, line, e));
        }
    }
}
