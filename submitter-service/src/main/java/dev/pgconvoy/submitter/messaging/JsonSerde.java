package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.event.EventJson;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// Our own values in the topology's internal topics.
final class JsonSerde {

    private JsonSerde() {}

    static <T> Serde<T> of(Class<T> type) {
        return Serdes.serdeFrom(
                (_, value) -> value == null ? null : EventJson.write(value), (topic, json) -> read(type, topic, json));
    }

    @SuppressWarnings("NullAway") // Kafka's contract: a tombstone is null on both sides.
    private static <T> T read(Class<T> type, String topic, byte[] json) {
        try {
            return json == null ? null : EventJson.MAPPER.readValue(json, type);
        } catch (IOException _) {
            throw new SerializationException("a value of %s is no %s".formatted(topic, type.getSimpleName()));
        }
    }
}
