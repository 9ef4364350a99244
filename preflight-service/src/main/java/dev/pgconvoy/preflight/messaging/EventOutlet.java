package dev.pgconvoy.preflight.messaging;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.text.LogLimit;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/// Publishes and waits until the brokers have it; while they cannot be reached it tries on, so that no request is lost.
@Singleton
class EventOutlet {

    private static final Logger LOG = Logger.getLogger(EventOutlet.class);

    private final EventProducer producer;
    private final MeterRegistry metrics;
    private final LogLimit limit = new LogLimit();

    EventOutlet(EventProducer producer, MeterRegistry metrics) {
        this.producer = producer;
        this.metrics = metrics;
    }

    void publish(Event event, Optional<String> traceparent) {
        untilSent(() -> producer.send(event, traceparent));
    }

    void deadLetter(ConsumerRecord<String, byte[]> unread, String reason) {
        limit.write(
                unread.topic(),
                "A record is put aside (%s, partition %d, offset %d): %s"
                        .formatted(unread.topic(), unread.partition(), unread.offset(), reason),
                LOG::warn);
        untilSent(() -> producer.deadLetter(unread, reason));
        metrics.counter("pgconvoy.dead.letters", "topic", unread.topic()).increment();
    }

    /// Each attempt already waits for the producer's `delivery.timeout.ms`.
    private static void untilSent(Supplier<CompletableFuture<Void>> attempt) {
        while (true) {
            try {
                attempt.get().join();
                return;
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw e;
                }
                LOG.warnf("Kafka did not take an event, trying again: %s", e.getCause());
            }
        }
    }
}
