package dev.pgconvoy.launcher.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailureReasonsTest {

    @Test
    void what_the_system_says_of_a_file_is_said_in_words() {
        assertThat(FailureReasons.of(new NoSuchFileException("/a"))).isEqualTo("/a does not exist");
        assertThat(FailureReasons.of(new AccessDeniedException("/a"))).isEqualTo("access to /a is denied");
        assertThat(FailureReasons.of(new FileSystemException("/a", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(FailureReasons.of(new MalformedInputException(1))).isEqualTo("it is not in UTF-8");
    }

    @Test
    void no_class_is_named() {
        assertThat(FailureReasons.of(new ExecutionException(new IOException("the disk is full"))))
                .isEqualTo("the disk is full");
        assertThat(FailureReasons.of(new UncheckedIOException(new IOException("Broken pipe"))))
                .isEqualTo("Broken pipe");
        assertThat(FailureReasons.of(new IllegalStateException("org.apache.kafka.common.KafkaException: no entry")))
                .isEqualTo("no entry");
        assertThat(FailureReasons.of(new IllegalStateException(new NullPointerException())))
                .isEqualTo("no reason is known");
        assertThat(FailureReasons.of(new IllegalStateException())).isEqualTo("no reason is known");
        assertThat(FailureReasons.of(null)).isEqualTo("no reason is known");
    }

    @Test
    void what_is_very_long_is_said_soon() {
        var text = "a.".repeat(200_000);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(FailureReasons.of(new IllegalStateException(text)))
                        .startsWith("a.a."));
    }
}
