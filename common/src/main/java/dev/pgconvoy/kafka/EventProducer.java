package dev.pgconvoy.kafka;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Publishes events, idempotently and acknowledged by all replicas.
public final class EventProducer implements AutoCloseable {

    private final Producer<String, byte[]> producer;
    private final EventCodec codec;

    public EventProducer(Producer<String, byte[]> producer, EventCodec codec) {
        this.producer = producer;
        this.codec = codec;
    }

    /// @param connection bootstrap servers and security, as Kafka names them
    public static EventProducer connect(Map<String, Object> connection, EventCodec codec) {
        return new EventProducer(new KafkaProducer<>(settings(connection)), codec);
    }

    static Map<String, Object> settings(Map<String, Object> connection) {
        var settings = new HashMap<>(connection);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LARGEST_DEAD_LETTER);
        return settings;
    }

    /// Completes when the broker has the event.
    public CompletableFuture<Void> send(Event event, Optional<String> traceparent) {
        return send(codec.record(event, traceparent));
    }

    /// The same of what somebody asked for.
    public CompletableFuture<Void> send(Event event, Optional<String> traceparent, String actor) {
        return send(codec.record(event, traceparent, Optional.of(actor)));
    }

    /// A refusal, also one of the producer itself, is in the future and never thrown; [PublishFailures] classifies it.
    public CompletableFuture<Void> send(ProducerRecord<String, byte[]> event) {
        var sent = new CompletableFuture<Void>();
        try {
            producer.send(event, (_, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    /// Puts what could not be read where people find it, with the reason. Where it is larger than that topic takes,
    /// only its place is told: nothing that comes in may keep us from what comes after it.
    public CompletableFuture<Void> deadLetter(ConsumerRecord<String, byte[]> unread, String reason) {
        return send(DeadLetters.of(unread, reason))
                .exceptionallyCompose(failure -> PublishFailures.isTooLarge(failure)
                        ? send(DeadLetters.reference(unread, reason))
                        : CompletableFuture.failedFuture(failure));
    }

    public static String topicOf(Event event) {
        return EventType.of(event).topic();
    }

    @Override
    public void close() {
        producer.close();
    }
}
