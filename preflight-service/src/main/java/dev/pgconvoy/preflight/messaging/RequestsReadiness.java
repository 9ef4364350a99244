package dev.pgconvoy.preflight.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when it is known which ids are used: requests wait until then.
@Readiness
@ApplicationScoped
class RequestsReadiness implements HealthCheck {

    private final RecordedRequests recorded;

    RequestsReadiness(RecordedRequests recorded) {
        this.recorded = recorded;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("known requests")
                .status(recorded.areAllKnown())
                .build();
    }
}
