package dev.pgconvoy.monitor.azure;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.KafkaConnection;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// Publishes what Azure said.
final class KafkaFactPublisher implements FactPublisher {

    private static final String SOURCE = "/pgconvoy/monitor/azure";

    private final EventProducer producer;

    KafkaFactPublisher(Map<String, Object> kafka, RecordMac mac, InstantSource clock) {
        producer = EventProducer.connect(KafkaConnection.of(kafka), new EventCodec(SOURCE, clock::instant, mac));
    }

    /// What was not taken is seen again with the next look.
    @Override
    public void publish(MigrationEvent event) throws InterruptedException {
        try {
            producer.send(event, Optional.empty()).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not take an event: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
