package dev.pgconvoy.preflight.messaging;

import dev.pgconvoy.preflight.application.BoundedExaminations;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Down when an examination goes on far beyond its deadline, or the recorded states are not followed any more, and only
/// a restart helps.
@Liveness
@ApplicationScoped
class RequestsLiveness implements HealthCheck {

    private final RecordedRequests recorded;
    private final BoundedExaminations examinations;

    RequestsLiveness(RecordedRequests recorded, BoundedExaminations examinations) {
        this.recorded = recorded;
        this.examinations = examinations;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("requests")
                .status(recorded.loops().isAlive() && examinations.areInTime())
                .build();
    }
}
