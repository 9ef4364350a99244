package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.kafka.Topics;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/// Makes missing topics before any channel is connected.
@ApplicationScoped
class PreflightTopicCreation {

    void create(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent started,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            PreflightTopicsConfig config) {
        try (var admin = Admin.create(KafkaConnection.of(kafka))) {
            Topics.create(admin, config.settings());
        }
    }
}
