package dev.pgconvoy.monitor;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.kafka.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/// A Kafka client that says what anybody and what other services say.
final class PlainClient implements AutoCloseable {

    private static final EventCodec CODEC = new EventCodec("/pgconvoy/test", Instant::now, SharedSealKey.mac());

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    PlainClient(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
    }

    void send(MigrationEvent... events) throws Exception {
        for (var event : events) {
            producer.send(CODEC.record(event, Optional.empty())).get();
        }
    }

    void sendTo(int partition, MigrationEvent event) throws Exception {
        var record = CODEC.record(event, Optional.empty());
        producer.send(new ProducerRecord<>(record.topic(), partition, record.key(), record.value(), record.headers()))
                .get();
    }

    void sendRaw(String topic, String value) throws Exception {
        var record = new ProducerRecord<>(topic, "some key", value.getBytes(StandardCharsets.UTF_8));
        record.headers()
                .add("ce_type", EventType.ofTopic(topic).orElseThrow().ceType().getBytes(StandardCharsets.UTF_8));
        producer.send(record).get();
    }

    static int partitionAwayFrom(String id, int partitions) {
        return (Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) + 1) % partitions;
    }

    int deadLetters(String topic) {
        return records(Topics.deadLettersOf(topic)).size();
    }

    List<String> values(String topic) {
        return records(topic).stream().map(ConsumerRecord::value).toList();
    }

    List<Long> revisions(String topic) {
        return values(topic).stream().map(PlainClient::revision).toList();
    }

    private static long revision(String json) {
        try {
            return EventJson.MAPPER.readTree(json).path("revision").asLong();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// All that is committed on the topic, in the order of each partition.
    private List<ConsumerRecord<String, String>> records(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, String>>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            records.sort(Comparator.comparing(ConsumerRecord::timestamp));
            return records;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
