package dev.pgconvoy.worker.config;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when every slot runs and none stands still.
@Readiness
class WorkerReadiness implements HealthCheck {

    private final WorkerLifecycle worker;

    WorkerReadiness(WorkerLifecycle worker) {
        this.worker = worker;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("slots").status(worker.isReady()).build();
    }
}
