package dev.pgconvoy.submitter.infrastructure;

import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.kafka.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/// A record that is too large to be sent would stop the topology for good: a transaction in
/// which one failed cannot go on. So everything that leaves it is bounded before, and the
/// limits here are those of the topics.
///
/// Exactly once, and running again a few seconds after a kill: the short session and
/// transaction time-outs let a successor take over what a dead process held. The stores are
/// in memory, so that nothing is kept on disk.
final class AdmissionStreamsSettings {

    static final String APPLICATION = "pgconvoy-admission";

    private AdmissionStreamsSettings() {}

    static Map<String, Object> of(Map<String, ?> kafka, TopicSettings topics) {
        var settings = new HashMap<>(KafkaConnection.of(kafka));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) topics.replication());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 3_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.LARGEST_DEAD_LETTER);
        settings.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                Integer.toString(Topics.LARGEST_DEAD_LETTER));
        return settings;
    }
}
