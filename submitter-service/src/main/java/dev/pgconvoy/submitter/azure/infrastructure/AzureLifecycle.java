package dev.pgconvoy.submitter.azure.infrastructure;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.secret.AllowListWarnings;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.submitter.azure.infrastructure.AzureSubmissions.Authenticity;
import dev.pgconvoy.submitter.azure.infrastructure.AzureSubmissions.Configuration;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Starts it where Azure is switched on, after the topics were made.
@ApplicationScoped
class AzureLifecycle {

    private static final Logger LOG = Logger.getLogger(AzureLifecycle.class);
    private static final int AFTER_ALL_OTHERS = 3_000;

    private final boolean enabled;
    private final Map<String, Object> kafka;
    private final Configuration configuration;
    private final Authenticity authenticity;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private @Nullable AzureSubmissions submissions;

    AzureLifecycle(
            @ConfigProperty(name = "pgconvoy.azure.enabled", defaultValue = "false") boolean enabled,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            SubmitConfig submit,
            @ConfigProperty(name = "pgconvoy.seal-key-file") Optional<Path> sealKeyFile,
            Config settings,
            RecordMac mac,
            EventReader reader,
            InstantSource clock,
            MeterRegistry metrics) {
        this.enabled = enabled;
        this.kafka = kafka;
        this.configuration =
                new Configuration(submit, name -> settings.getOptionalValue(name, String.class), sealKeyFile);
        this.authenticity = new Authenticity(mac, reader);
        this.clock = clock;
        this.metrics = metrics;
    }

    void start(@Observes @Priority(AFTER_ALL_OTHERS) StartupEvent started) {
        if (enabled) {
            var starting = new AzureSubmissions(kafka, configuration, authenticity, clock, metrics);
            starting.start();
            submissions = starting;
            AllowListWarnings.of(
                            AllowedReferences.configured().servers(),
                            AllowListWarnings.addresses(configuration.lookup()))
                    .forEach(LOG::warn);
            LOG.info("Azure is switched on: migrations with the executor azure are brought there");
        }
    }

    /// Also where Azure is not switched on.
    boolean isReady() {
        var running = submissions;
        return running == null ? !enabled : running.isReady();
    }

    boolean isAlive() {
        var running = submissions;
        return running == null || running.isAlive();
    }

    void stop(@Observes @Priority(1) ShutdownEvent stopping) throws InterruptedException {
        var running = submissions;
        if (running != null) {
            running.stop();
        }
    }
}
