package dev.pgconvoy.worker.config;

import dev.pgconvoy.access.AccessMatrix;
import dev.pgconvoy.access.TopicRightsWatch;
import dev.pgconvoy.kafka.KafkaConnection;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready while the brokers allow this service all that it needs to do to its topics; names what they do not allow.
@Readiness
@ApplicationScoped
class WorkerTopicRightsReadiness implements HealthCheck {

    private final TopicRightsWatch watch;

    WorkerTopicRightsReadiness(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        watch = new TopicRightsWatch(KafkaConnection.of(kafka), AccessMatrix.worker());
    }

    void start(@Observes StartupEvent started) {
        watch.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        watch.close();
    }

    @Override
    public HealthCheckResponse call() {
        var missing = watch.missing();
        return HealthCheckResponse.named("topic rights")
                .status(missing.map(List::isEmpty).orElse(false))
                .withData(
                        "missing",
                        missing.map(rights -> String.join(", ", rights)).orElse("not known yet"))
                .build();
    }
}
