package dev.pgconvoy.launcher.stack.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.secret.Secret;
import org.junit.jupiter.api.Test;

class ServiceSettingsTest {

    @Test
    void a_secret_does_not_show_in_the_settings() {
        var settings = ServiceSettings.of("copy-worker").withSecret("SOURCE_PASSWORD", new Secret("s3cret"));

        assertThat(settings.toString()).contains("SOURCE_PASSWORD").doesNotContain("s3cret");
    }

    @Test
    void another_instance_of_a_module_has_its_own_name() {
        var second = ServiceSettings.of("copy-worker").named("copy-worker-2");

        assertThat(second.name()).isEqualTo("copy-worker-2");
        assertThat(second.module()).isEqualTo("copy-worker");
    }
}
