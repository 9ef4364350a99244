package dev.pgconvoy.launcher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookReceiversTest {

    @TempDir
    Path folder;

    @Test
    void nothing_says_that_there_are_receivers() {
        assertThat(mayBeConfigured("PATH", "PGCONVOY_WEBHOOKS_TIMEOUT")).isFalse();
    }

    @Test
    void the_environment_has_a_receiver() {
        assertThat(mayBeConfigured("PATH", "PGCONVOY_WEBHOOKS_ENDPOINTS_TICKETS_URL"))
                .isTrue();
    }

    @Test
    void requests_may_have_receivers() {
        assertThat(mayBeConfigured("PATH", "PGCONVOY_WEBHOOKS_ALLOWED_TICKETS_HOSTS"))
                .isTrue();
    }

    @Test
    void files_of_settings_may_have_a_receiver() throws IOException {
        Files.createFile(Files.createDirectory(folder.resolve("config")).resolve("application.properties"));

        assertThat(mayBeConfigured()).isTrue();
    }

    private boolean mayBeConfigured(String... variables) {
        return new WebhookReceivers(Set.of(variables), folder).mayBeConfigured();
    }
}
