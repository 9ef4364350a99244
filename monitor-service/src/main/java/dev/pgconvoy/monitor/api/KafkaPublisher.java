package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.KafkaConnection;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jboss.logging.Logger;

/// Publishes what came over REST as events of their own.
@ApplicationScoped
class KafkaPublisher implements CommandPublisher {

    private static final Logger LOG = Logger.getLogger(KafkaPublisher.class);
    private static final long LONGEST_WAIT_SECONDS = 10;

    private final EventCodec codec;
    private final EventProducer producer;

    KafkaPublisher(@Identifier("default-kafka-broker") Map<String, Object> kafka, InstantSource clock) {
        var connection = new HashMap<>(KafkaConnection.of(kafka));
        connection.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TimeUnit.SECONDS.toMillis(LONGEST_WAIT_SECONDS));
        this.codec = new EventCodec("/pgconvoy/monitor/api", clock::instant);
        this.producer = EventProducer.connect(connection, codec);
    }

    @Override
    public String publish(Event event, String actor, Optional<String> traceparent) {
        var envelope = codec.envelope(event, traceparent, Optional.of(actor));
        try {
            producer.send(EventCodec.record(envelope))
                    .orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
                    .join();
            return envelope.eventId();
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
