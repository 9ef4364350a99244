package dev.pgconvoy.monitor;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.secret.SealKey;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes and checks the MACs by which the services believe each other. Without a seal key the service does not start.
final class RecordAuthenticity {

    private RecordAuthenticity() {}

    @Produces
    @Singleton
    static RecordMac recordMac(@ConfigProperty(name = "pgconvoy.seal-key-file") Optional<Path> sealKeyFile) {
        return RecordMac.of(SealKey.ofServices(sealKeyFile));
    }

    @Produces
    @Singleton
    static EventReader eventReader(RecordMac mac, MeterRegistry metrics) {
        var reader = new EventReader(mac);
        FunctionCounter.builder("pgconvoy.records.forged", reader, EventReader::forged)
                .description("Records of our own topics that none of our services wrote")
                .register(metrics);
        return reader;
    }
}
