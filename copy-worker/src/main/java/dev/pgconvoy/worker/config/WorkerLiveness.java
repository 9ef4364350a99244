package dev.pgconvoy.worker.config;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Down when a thread of ours has ended, or the one that listens stands still, and only a restart helps.
@Liveness
class WorkerLiveness implements HealthCheck {

    private final WorkerLifecycle worker;

    WorkerLiveness(WorkerLifecycle worker) {
        this.worker = worker;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("threads").status(worker.isAlive()).build();
    }
}
