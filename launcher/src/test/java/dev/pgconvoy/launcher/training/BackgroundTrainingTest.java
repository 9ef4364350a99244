package dev.pgconvoy.launcher.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundTrainingTest {

    @TempDir
    private Path folder;

    @Test
    void one_that_was_never_tried_is_not_held_back() {
        assertThat(BackgroundTraining.isTriedLately(folder.resolve("training.txt")))
                .isFalse();
    }

    @Test
    void it_does_not_inherit_the_settings_of_the_users_services() {
        assertThat(List.of("PGCONVOY_WEBHOOKS_ENDPOINTS_A_URL", "QUARKUS_LOG_LEVEL", "OTEL_EXPORTER_OTLP_ENDPOINT"))
                .allMatch(BackgroundTraining::isKeptFromTraining);
        assertThat(List.of("PATH", "JAVA_HOME", "PGCONVOY_PG_BIN")).noneMatch(BackgroundTraining::isKeptFromTraining);
    }

    @Test
    void one_that_did_not_succeed_is_tried_again_after_an_hour_and_not_before() throws IOException {
        var log = Files.createFile(folder.resolve("training.txt"));

        assertThat(BackgroundTraining.isTriedLately(log)).isTrue();
        Files.setLastModifiedTime(log, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
        assertThat(BackgroundTraining.isTriedLately(log)).isFalse();
    }
}
