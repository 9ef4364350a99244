package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.KafkaConnection;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Publishes what came over REST as events of their own.
@ApplicationScoped
class KafkaPublisher implements Publisher {

    private static final Logger LOG = Logger.getLogger(KafkaPublisher.class);
    private static final long LONGEST_WAIT_SECONDS = 10;

    private final EventProducer producer;

    KafkaPublisher(@Identifier("default-kafka-broker") Map<String, Object> kafka, InstantSource clock) {
        this.producer = EventProducer.connect(
                KafkaConnection.of(kafka), new EventCodec("/pgconvoy/monitor/api", clock::instant));
    }

    @Override
    public void publish(Event event, Optional<String> traceparent) {
        try {
            producer.send(event, traceparent)
                    .orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.errorf(e.getCause(), "Kafka did not take an event about %s", event.subject());
            throw new NotPublishedException(e);
        }
    }

    @PreDestroy
    void close() {
        producer.close();
    }
}
