package dev.pgconvoy.preflight.messaging;

import dev.pgconvoy.kafka.ConsumerVitals;
import dev.pgconvoy.preflight.application.BoundedExaminations;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when requests are read, it is known which ids are used (requests wait until then), and examinations end when
/// they should.
@Readiness
@ApplicationScoped
class RequestsReadiness implements HealthCheck {

    private final RecordedRequests recorded;
    private final BoundedExaminations examinations;
    private final KafkaClientService clients;

    RequestsReadiness(RecordedRequests recorded, BoundedExaminations examinations, KafkaClientService clients) {
        this.recorded = recorded;
        this.examinations = examinations;
        this.clients = clients;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("known requests")
                .status(areRead() && recorded.areAllKnown() && recorded.loops().isReady() && examinations.areInTime())
                .build();
    }

    /// The channel's own readiness knows only whether it is connected.
    private boolean areRead() {
        return clients.getConsumers(RequestedChannel.REQUESTED).stream()
                .anyMatch(consumer -> new ConsumerVitals(consumer.unwrap().metrics()).isHeardByGroup());
    }
}
