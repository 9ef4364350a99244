package dev.pgconvoy.submitter.infrastructure;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.Retention;
import dev.pgconvoy.submitter.application.AdmitMigrations;
import dev.pgconvoy.submitter.application.AzureExecutor;
import dev.pgconvoy.submitter.application.Executor;
import dev.pgconvoy.submitter.application.WorkersExecutor;
import dev.pgconvoy.submitter.messaging.AdmissionTopology;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Puts the topology together. An executor more is a line more here.
class SubmitterBeans {

    private static final String SOURCE = "/pgconvoy/submitter";

    @Produces
    @Singleton
    Topology topology(
            AdmissionConfig config,
            @ConfigProperty(name = "pgconvoy.azure.enabled", defaultValue = "false") boolean azure,
            InstantSource clock,
            MeterRegistry metrics,
            LoopWatch loops,
            @ConfigProperty(name = Retention.SETTING, defaultValue = Retention.DEFAULT) Duration keep) {
        List<Executor> executors =
                azure ? List.of(new WorkersExecutor(), new AzureExecutor()) : List.of(new WorkersExecutor());
        var admitMigrations = new AdmitMigrations(config.queueLimit(), executors);
        return AdmissionTopology.build(
                admitMigrations, new EventCodec(SOURCE, clock::instant), metrics, loops, Retention.bounded(keep));
    }

    /// Of the threads of the topology.
    @Produces
    @Singleton
    LoopWatch loops() {
        return new LoopWatch();
    }

    /// The one clock.
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }
}
