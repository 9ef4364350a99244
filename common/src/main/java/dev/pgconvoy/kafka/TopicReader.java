package dev.pgconvoy.kafka;

import dev.pgconvoy.event.EventCodec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads all partitions of topics, outside of any group: of some from the first record on, of others from now on. For
/// one thread.
public final class TopicReader implements AutoCloseable {

    private final Consumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    /// Which topics are read from where.
    public record Topics(List<String> fromBeginning, List<String> fromNowOn) {

        public Topics {
            fromBeginning = List.copyOf(fromBeginning);
            fromNowOn = List.copyOf(fromNowOn);
        }

        public static Topics fromBeginning(String... topics) {
            return new Topics(List.of(topics), List.of());
        }

        public static Topics fromNowOn(String... topics) {
            return new Topics(List.of(), List.of(topics));
        }
    }

    /// Nothing that is written after it returns is missed.
    ///
    /// @param consumer is closed with this
    /// @throws KafkaException when a topic is not known
    public TopicReader(Consumer<String, byte[]> consumer, Topics topics) {
        this.consumer = consumer;
        try {
            var fromBeginning = partitions(topics.fromBeginning());
            var fromNowOn = partitions(topics.fromNowOn());
            consumer.assign(
                    Stream.concat(fromBeginning.stream(), fromNowOn.stream()).toList());
            seek(fromBeginning, fromNowOn);
            ends = consumer.endOffsets(fromBeginning);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /// To Kafka no partition means all of them.
    private void seek(List<TopicPartition> toBeginning, List<TopicPartition> toEnd) {
        if (!toBeginning.isEmpty()) {
            consumer.seekToBeginning(toBeginning);
        }
        if (!toEnd.isEmpty()) {
            consumer.seekToEnd(toEnd);
            // Seeking is lazy; the end must be the one of now.
            toEnd.forEach(consumer::position);
        }
    }

    /// @param connection bootstrap servers and security, as Kafka names them
    public static TopicReader connect(Map<String, ?> connection, Topics topics) {
        return new TopicReader(new KafkaConsumer<>(settings(connection)), topics);
    }

    /// For a consumer that takes whole states, of what was committed.
    public static Map<String, Object> settings(Map<String, ?> connection) {
        var settings = new HashMap<String, Object>(connection);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 * EventCodec.LARGEST_EVENT);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, EventCodec.LARGEST_EVENT);
        return settings;
    }

    private List<TopicPartition> partitions(List<String> topics) {
        return topics.stream().flatMap(this::partitions).toList();
    }

    /// A broker that does not know yet what has just been created says that there is nothing.
    private Stream<TopicPartition> partitions(String topic) {
        var partitions = consumer.partitionsFor(topic);
        if (partitions == null || partitions.isEmpty()) {
            throw new KafkaException("The topic %s is not known yet".formatted(topic));
        }
        return partitions.stream().map(partition -> new TopicPartition(topic, partition.partition()));
    }

    public ConsumerRecords<String, byte[]> poll(Duration longest) {
        return consumer.poll(longest);
    }

    /// Whether all was polled that was there when the reading began.
    public boolean isCaughtUp() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
