package dev.pgconvoy.preflight.messaging;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.secret.SealKey;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The one producer of this service, and what makes and checks the MACs of records.
class EventProducers {

    private static final String SOURCE = "/pgconvoy/preflight";

    @Produces
    @Singleton
    EventProducer connect(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, RecordMac mac, InstantSource clock) {
        return EventProducer.connect(KafkaConnection.of(kafka), new EventCodec(SOURCE, clock::instant, mac));
    }

    /// By which the services believe each other. Without a seal key the service does not start.
    @Produces
    @Singleton
    RecordMac recordMac(@ConfigProperty(name = "pgconvoy.seal-key-file") Optional<Path> sealKeyFile) {
        return RecordMac.of(SealKey.ofServices(sealKeyFile));
    }

    @Produces
    @Singleton
    EventReader eventReader(RecordMac mac, MeterRegistry metrics) {
        var reader = new EventReader(mac);
        FunctionCounter.builder("pgconvoy.records.forged", reader, EventReader::forged)
                .description("Records of our own topics that none of our services wrote")
                .register(metrics);
        return reader;
    }

    void close(@Disposes EventProducer producer) {
        producer.close();
    }
}
