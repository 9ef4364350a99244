package dev.pgconvoy.submitter.infrastructure;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready while the topology runs; not while it starts, restores or rebalances.
@Readiness
@ApplicationScoped
class AdmissionReadiness implements HealthCheck {

    private final AdmissionStreams streams;

    AdmissionReadiness(AdmissionStreams streams) {
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("admission")
                .status(streams.isRunning())
                .build();
    }
}
