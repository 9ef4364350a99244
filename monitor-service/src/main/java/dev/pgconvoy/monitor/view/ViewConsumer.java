package dev.pgconvoy.monitor.view;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.kafka.KafkaConnection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Consumers of what the fold has committed, without a group: every monitor reads everything.
final class ViewConsumer {

    private ViewConsumer() {}

    static Consumer<byte[], byte[]> connect(Map<String, ?> kafka) {
        var settings = new HashMap<String, Object>(KafkaConnection.of(kafka));
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 * EventCodec.LARGEST_EVENT);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, EventCodec.LARGEST_EVENT);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
