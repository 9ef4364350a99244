package dev.pgconvoy.it.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Reads all topics of an installation and writes copies of what it reads: at once, later, in another order, also what
/// it has read of earlier migrations. A header marks the copies, so that the checker does not take them for
/// announcements.
final class TopicSaboteur implements AutoCloseable {

    static final String MARK = "saboteur";

    private static final List<String> TOPICS = List.of(
            "migration.requested",
            "migration.cancel-requested",
            "migration.validated",
            "migration.submitted",
            "migration.observed",
            "migration.substate-changed",
            "migration.completed",
            "migration.cancelled",
            "copy.tasks",
            "copy.results",
            "copy.progress",
            "copy.snapshots");
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int REMEMBERED = 3_000;

    private final String bootstrapServers;
    private final Random random;
    private final Thread thread;
    private final List<ConsumerRecord<byte[], byte[]>> old = new ArrayList<>();
    private volatile boolean writes;
    private volatile long writesUntil;
    private volatile boolean closed;

    private TopicSaboteur(String bootstrapServers, long seed) {
        this.bootstrapServers = bootstrapServers;
        this.random = new Random(seed);
        this.thread = Thread.ofPlatform().daemon().name("saboteur").unstarted(this::run);
    }

    /// It only reads until it is told to write for some time.
    static TopicSaboteur start(String bootstrapServers, long seed) {
        var saboteur = new TopicSaboteur(bootstrapServers, seed);
        saboteur.thread.start();
        return saboteur;
    }

    void writeFor(Duration time) {
        writesUntil = System.nanoTime() + time.toNanos();
        writes = true;
    }

    private void run() {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class,
                        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"));
                var producer = new KafkaProducer<byte[], byte[]>(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class))) {
            var partitions = TOPICS.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var later = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (!closed) {
                for (var read : consumer.poll(POLL)) {
                    if (read.headers().lastHeader(MARK) == null) {
                        remember(read);
                        if (writes && random.nextBoolean()) {
                            later.add(read);
                        }
                    }
                }
                if (writes) {
                    repeat(producer, later);
                    writes = System.nanoTime() < writesUntil;
                }
            }
        }
    }

    private void remember(ConsumerRecord<byte[], byte[]> read) {
        if (old.size() >= REMEMBERED) {
            old.remove(random.nextInt(old.size()));
        }
        old.add(read);
    }

    /// Some of what waits, in whatever order, and something of old.
    private void repeat(KafkaProducer<byte[], byte[]> producer, List<ConsumerRecord<byte[], byte[]>> later) {
        for (var i = 0; i < 5 && !later.isEmpty(); i++) {
            send(producer, later.remove(random.nextInt(later.size())));
        }
        if (!old.isEmpty()) {
            send(producer, old.get(random.nextInt(old.size())));
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> record) {
        var copy = new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value());
        record.headers().forEach(header -> copy.headers().add(header));
        copy.headers().add(MARK, "again".getBytes(StandardCharsets.UTF_8));
        producer.send(copy);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
