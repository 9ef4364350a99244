package dev.pgconvoy.monitor.fold;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.topicPrefix;

import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.monitor.fold.intake.RecordSizeLimits;
import dev.pgconvoy.monitor.fold.intake.RecordTimes;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/// Settings under which a killed monitor is replaced within seconds and nothing is lost or said twice.
final class StreamsSettings {

    private StreamsSettings() {}

    static Properties of(Map<String, ?> kafka, FoldConfig config, short replication) {
        var settings = new HashMap<String, Object>(KafkaConnection.of(kafka));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) replication);
        settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTimes.class);
        settings.put(topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), RecordSizeLimits.LARGEST_RECORD);
        settings.put(consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        settings.put(consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
        settings.put(producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 3_000);
        settings.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        settings.put(producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        settings.put(producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), RecordSizeLimits.LARGEST_RECORD);
        var properties = new Properties();
        properties.putAll(settings);
        return properties;
    }
}
