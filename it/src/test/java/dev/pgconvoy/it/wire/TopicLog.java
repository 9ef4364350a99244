package dev.pgconvoy.it.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Everything that stands committed on some topics, from their beginning, read on a thread of its own.
final class TopicLog implements AutoCloseable {

    private record Place(String topic, String key) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<Place, List<TopicFact>> facts = new ConcurrentHashMap<>();
    private final List<String> topics;
    private final String bootstrapServers;
    private final Thread reader;
    private volatile boolean closed;

    TopicLog(String bootstrapServers, List<String> topics) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.reader = Thread.ofPlatform().daemon().name("topic-log").start(this::read);
    }

    private void read() {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"))) {
            var partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(POLL).forEach(read -> add(fact(read)));
            }
        }
    }

    private void add(TopicFact fact) {
        facts.computeIfAbsent(new Place(fact.topic(), fact.key()), _ -> new CopyOnWriteArrayList<>())
                .add(fact);
    }

    private static TopicFact fact(ConsumerRecord<byte[], byte[]> read) {
        var headers = new HashMap<String, String>();
        read.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return new TopicFact(
                read.topic(),
                read.partition(),
                read.offset(),
                read.key() == null ? "" : text(read.key()),
                Map.copyOf(headers),
                json(read.value()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static JsonNode json(byte[] value) {
        try {
            return value == null ? MissingNode.getInstance() : JSON.readTree(text(value));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /// In the order of each partition.
    List<TopicFact> facts(String topic, String key) {
        return List.copyOf(facts.getOrDefault(new Place(topic, key), List.of()));
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
