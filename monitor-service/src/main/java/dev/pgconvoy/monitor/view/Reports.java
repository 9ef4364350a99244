package dev.pgconvoy.monitor.view;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.kafka.TopicReader;
import dev.pgconvoy.migration.MigrationStatus;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// Fetches a status with its report from where it stands on the topic; reports are too large to keep all in memory.
@Singleton
public final class Reports {

    private static final Duration LONGEST_READ = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 4;

    private final Map<String, Object> settings;
    private final EventReader events;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

    Reports(@Identifier("default-kafka-broker") Map<String, Object> kafka, EventReader events) {
        this.settings = TopicReader.settings(KafkaConnection.of(kafka));
        this.events = events;
    }

    /// @return empty when a newer state has taken its place
    public Optional<MigrationStatus> read(StatePosition place) {
        turns.acquireUninterruptibly();
        try (var consumer = new KafkaConsumer<String, byte[]>(settings)) {
            var partition = new TopicPartition(EventType.STATE_RECORDED.topic(), place.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.offset());
            for (var record : consumer.poll(LONGEST_READ)) {
                return record.offset() == place.offset() ? status(record) : Optional.empty();
            }
            return Optional.empty();
        } finally {
            turns.release();
        }
    }

    private Optional<MigrationStatus> status(ConsumerRecord<String, byte[]> record) {
        try {
            var read = events.readKeyed(
                    record.topic(),
                    record.key(),
                    record.headers(),
                    record.value(),
                    Instant.ofEpochMilli(record.timestamp()));
            return Optional.of(read.of(StateRecorded.class).data().status());
        } catch (MalformedEventException _) {
            return Optional.empty();
        }
    }
}
