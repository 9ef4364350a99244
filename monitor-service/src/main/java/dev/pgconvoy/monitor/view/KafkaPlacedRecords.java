package dev.pgconvoy.monitor.view;

import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.kafka.TopicReader;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

@Singleton
final class KafkaPlacedRecords implements PlacedRecords {

    private static final Duration LONGEST_READ = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 4;

    private final Map<String, Object> settings;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

    KafkaPlacedRecords(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.settings = TopicReader.settings(KafkaConnection.of(kafka));
    }

    @Override
    public Optional<ConsumerRecord<String, byte[]>> read(String topic, StatePosition place) {
        turns.acquireUninterruptibly();
        try (var consumer = new KafkaConsumer<String, byte[]>(settings)) {
            var partition = new TopicPartition(topic, place.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.offset());
            for (var record : consumer.poll(LONGEST_READ)) {
                return record.offset() == place.offset() ? Optional.of(record) : Optional.empty();
            }
            return Optional.empty();
        } finally {
            turns.release();
        }
    }
}
