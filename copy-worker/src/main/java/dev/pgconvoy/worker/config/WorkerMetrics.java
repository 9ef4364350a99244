package dev.pgconvoy.worker.config;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// What a worker does now.
@ApplicationScoped
class WorkerMetrics {

    void register(@Observes StartupEvent event, MeterRegistry registry, WorkerLifecycle worker) {
        Gauge.builder("pgconvoy.migrations.leading", worker, WorkerLifecycle::leading)
                .description("Migrations that this worker leads")
                .register(registry);
        FunctionCounter.builder("pgconvoy.records.forged", worker, WorkerLifecycle::forgedRecords)
                .description("Records of our own topics that none of our services wrote")
                .register(registry);
    }
}
