package dev.pgconvoy.preflight.messaging;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.KafkaConnection;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;

/// The one producer of this service.
class EventProducers {

    private static final String SOURCE = "/pgconvoy/preflight";

    @Produces
    @Singleton
    EventProducer connect(@Identifier("default-kafka-broker") Map<String, Object> kafka, InstantSource clock) {
        return EventProducer.connect(KafkaConnection.of(kafka), new EventCodec(SOURCE, clock::instant));
    }

    void close(@Disposes EventProducer producer) {
        producer.close();
    }
}
