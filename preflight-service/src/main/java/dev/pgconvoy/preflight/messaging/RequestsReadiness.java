package dev.pgconvoy.preflight.messaging;

import dev.pgconvoy.preflight.application.BoundedExaminations;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when it is known which ids are used (requests wait until then) and examinations end when they should.
@Readiness
@ApplicationScoped
class RequestsReadiness implements HealthCheck {

    private final RecordedRequests recorded;

    private final BoundedExaminations examinations;

    RequestsReadiness(RecordedRequests recorded, BoundedExaminations examinations) {
        this.examinations = examinations;
        this.recorded = recorded;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("known requests")
                .status(recorded.areAllKnown() && recorded.loops().isReady() && examinations.areInTime())
                .build();
    }
}
