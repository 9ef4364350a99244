package dev.pgconvoy.monitor.arm.deployments;

import dev.pgconvoy.kafka.Retention;
import dev.pgconvoy.monitor.api.NotPublishedException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Forgets deployments that ended long ago or are more than a group may have. Every monitor does it; twice is once.
@Singleton
final class DeploymentRetention {

    private static final Logger LOG = Logger.getLogger(DeploymentRetention.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);

    private final Deployments deployments;
    private final DeploymentLog log;
    private final InstantSource clock;
    private final Duration keep;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pgconvoy-deployments").factory());

    DeploymentRetention(
            Deployments deployments,
            DeploymentLog log,
            InstantSource clock,
            @ConfigProperty(name = Retention.SETTING, defaultValue = Retention.DEFAULT) Duration keep) {
        this.deployments = deployments;
        this.log = log;
        this.clock = clock;
        this.keep = Retention.bounded(keep);
    }

    void start(@Observes StartupEvent started) {
        timer.scheduleWithFixedDelay(
                this::forget, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        timer.shutdownNow();
    }

    /// What fails now is tried at the next look.
    void forget() {
        try {
            deployments.superfluous(clock.instant().minus(keep)).forEach(log::forget);
        } catch (NotPublishedException e) {
            LOG.warnf("Deployments that are over cannot be forgotten yet: %s", e.getMessage());
        }
    }
}
