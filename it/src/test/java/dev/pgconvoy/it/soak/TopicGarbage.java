package dev.pgconvoy.it.soak;

import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// What somebody may write to the topics who has no idea, or bad ones.
final class TopicGarbage implements AutoCloseable {

    private static final int LARGEST_REQUEST = 2 * 1024 * 1024;
    private static final List<String> BELIEVED =
            List.of(KafkaClient.VALIDATED, KafkaClient.OBSERVED, KafkaClient.TASKS, KafkaClient.RESULTS);

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaClient client;
    private final Random random = new Random(20);

    TopicGarbage(String bootstrapServers, KafkaClient client) {
        this.client = client;
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * LARGEST_REQUEST,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class));
    }

    /// @param request a sound one, whose id nobody else uses
    void publish(LoadStep kind, RequestJson request) {
        var id = request.id();
        switch (kind) {
            case NOT_JSON -> client.publish(KafkaClient.REQUESTED, id, "what is this?");
            case WRONG_KEY ->
                client.publish(KafkaClient.REQUESTED, id, request.json().replace(id, id + "-other"));
            case RANDOM_BYTES -> send(record(KafkaClient.REQUESTED, id, bytes(1_000)));
            case TOO_LARGE -> {
                var value = new byte[LARGEST_REQUEST + 1];
                Arrays.fill(value, (byte) ' ');
                send(record(KafkaClient.REQUESTED, id, value));
            }
            case FORGED ->
                BELIEVED.forEach(topic -> {
                    var record = record(topic, id, request.json().getBytes(StandardCharsets.UTF_8));
                    record.headers()
                            .add(RecordMac.HEADER, Base64.getEncoder().encode(bytes(32)))
                            .add("ce_type", ("dev.pgconvoy." + topic + ".v1").getBytes(StandardCharsets.UTF_8));
                    send(record);
                });
            case FINISHED, CANCELLED, DUPLICATE, UNKNOWN_HOST, WRONG_PASSWORD, MISSING_DATABASE ->
                throw new IllegalArgumentException(kind + " is no garbage");
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
        return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not take the garbage", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
