package dev.pgconvoy.monitor.azure;

import dev.pgconvoy.azure.ArmClients;
import dev.pgconvoy.azure.AzureConnection;
import dev.pgconvoy.azure.AzureSettings;
import dev.pgconvoy.azure.Backoff;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.monitor.fold.ExternalWatchers;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Watches Azure where it is switched on.
final class AzureBeans {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);

    private AzureBeans() {}

    @Produces
    @Singleton
    static ExternalWatchers delegates(
            @ConfigProperty(name = "pgconvoy.azure.enabled", defaultValue = "false") boolean enabled,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            PollConfig poll,
            Config config,
            RecordMac mac,
            InstantSource clock,
            MeterRegistry registry) {
        if (!enabled) {
            return new Nobody();
        }
        var settings = AzureSettings.read(name -> config.getOptionalValue(name, String.class));
        var arm = new SdkMigrations(new ArmClients(AzureConnection.of(settings)));
        return new AzureWatch(
                settings, arm, poll, shared(poll, new KafkaFactPublisher(kafka, mac, clock), clock, registry));
    }

    static void close(@Disposes ExternalWatchers delegates) {
        if (delegates instanceof AzureWatch watch) {
            watch.close();
        }
    }

    static Poller.Shared shared(PollConfig poll, FactPublisher outlet, InstantSource clock, MeterRegistry registry) {
        return new Poller.Shared(
                new RequestBudget(poll.requestsPerSecond(), poll.requestsPerSecond()),
                new Semaphore(poll.concurrency()),
                poll.interval(),
                new Backoff(
                        FIRST_BACKOFF,
                        poll.longestBackoff(),
                        () -> ThreadLocalRandom.current().nextLong()),
                new PollMetrics(registry),
                outlet,
                clock);
    }

    private record Nobody() implements ExternalWatchers {
        @Override
        public void hold(Object task, Migration migration, boolean submitted) {}

        @Override
        public void release(Object task) {}
    }
}
