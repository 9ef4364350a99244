package dev.pgconvoy.submitter.infrastructure;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.Retention;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.submitter.application.AdmitMigrations;
import dev.pgconvoy.submitter.application.AzureExecutor;
import dev.pgconvoy.submitter.application.Executor;
import dev.pgconvoy.submitter.application.WorkersExecutor;
import dev.pgconvoy.submitter.messaging.AdmissionTopology;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Puts the topology together. An executor more is a line more here.
class SubmitterBeans {

    private static final String SOURCE = "/pgconvoy/submitter";

    @Produces
    @Singleton
    Topology topology(
            AdmissionConfig config,
            FleetsConfig fleets,
            @ConfigProperty(name = "pgconvoy.azure.enabled", defaultValue = "false") boolean azure,
            RecordMac mac,
            EventReader reader,
            InstantSource clock,
            MeterRegistry metrics,
            LoopWatch loops,
            @ConfigProperty(name = Retention.SETTING, defaultValue = Retention.DEFAULT) Duration keep) {
        List<Executor> executors =
                azure ? List.of(new WorkersExecutor(), new AzureExecutor()) : List.of(new WorkersExecutor());
        var admitMigrations = new AdmitMigrations(config.queueLimit(), executors);
        return AdmissionTopology.build(
                admitMigrations,
                fleets.settings(),
                reader,
                new EventCodec(SOURCE, clock::instant, mac),
                metrics,
                loops,
                Retention.bounded(keep));
    }

    /// Of the threads of the topology.
    @Produces
    @Singleton
    LoopWatch loops() {
        return new LoopWatch();
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

    /// The one clock.
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }
}
