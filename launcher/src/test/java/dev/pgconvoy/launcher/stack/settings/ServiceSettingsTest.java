package dev.pgconvoy.launcher.stack.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.launcher.stack.process.Command;
import dev.pgconvoy.launcher.stack.ServiceProcess;
import dev.pgconvoy.launcher.stack.process.Signal;
import dev.pgconvoy.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceSettingsTest {

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

    @Test
    void a_secret_shows_neither_in_the_settings_nor_in_the_arguments_of_the_process() {
        var settings = ServiceSettings.of("copy-worker").withSecret("SOURCE_PASSWORD", new Secret("s3cret"));
        var command = new Command(
                "x", List.of("true"), true, Map.of(), settings.secrets(), Signal.TERM, false, Path.of("/tmp/x.log"));

        assertThat(settings.toString()).contains("SOURCE_PASSWORD").doesNotContain("s3cret");
        assertThat(command.toString()).doesNotContain("s3cret");
        assertThat(String.join(" ", command.builder().command())).doesNotContain("s3cret");
        assertThat(command.builder().environment()).containsEntry("SOURCE_PASSWORD", "s3cret");
    }

    @Test
    void another_instance_of_a_module_has_its_own_name() {
        var second = ServiceSettings.of("copy-worker").named("copy-worker-2");

        assertThat(second.name()).isEqualTo("copy-worker-2");
        assertThat(second.module()).isEqualTo("copy-worker");
    }
}
