package dev.pgconvoy.submitter.infrastructure;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Down when the topology has ended or stands still, and only a restart helps.
@Liveness
@ApplicationScoped
class AdmissionLiveness implements HealthCheck {

    private final AdmissionStreams streams;

    AdmissionLiveness(AdmissionStreams streams) {
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("admission")
                .status(!streams.isBeyondHelp())
                .build();
    }
}
