package dev.pgconvoy.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceProcessTest {

    @Test
    void properties_travel_under_the_names_that_the_configuration_looks_for() {
        var environment = ServiceProcess.environment(
                Map.of(
                        "kafka.bootstrap.servers",
                        "a:1",
                        "pgconvoy.seal-key-file",
                        "/k",
                        "quarkus.log.category.\"x.y\".level",
                        "WARN"),
                8080);

        assertThat(environment)
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "a:1")
                .containsEntry("PGCONVOY_SEAL_KEY_FILE", "/k")
                .containsEntry("QUARKUS_LOG_CATEGORY__X_Y__LEVEL", "WARN")
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                .containsEntry("QUARKUS_HTTP_PORT", "8080");
    }
}
