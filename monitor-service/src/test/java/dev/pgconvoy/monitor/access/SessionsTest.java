package dev.pgconvoy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private Path code;
    private Sessions sessions;

    @BeforeEach
    void write() throws Exception {
        code = folder.resolve("code");
        Files.writeString(code, "so-secret\n");
        sessions = new Sessions(Optional.of(code), Duration.ofHours(1), () -> now);
    }

    @Test
    void a_code_opens_one_session_and_is_gone() {
        var session = sessions.open("so-secret");

        assertThat(session).isPresent();
        assertThat(sessions.isOpen(session.get())).isTrue();
        assertThat(code).doesNotExist();
        assertThat(sessions.open("so-secret")).isEmpty();
    }

    @Test
    void a_wrong_code_opens_nothing_and_uses_up_nothing() {
        assertThat(sessions.open("so-secrex")).isEmpty();
        assertThat(sessions.open("")).isEmpty();
        assertThat(sessions.isOpen("")).isFalse();
        assertThat(sessions.open("so-secret")).isPresent();
    }

    @Test
    void without_a_file_of_codes_nobody_gets_in() throws Exception {
        Files.delete(code);

        assertThat(sessions.open("")).isEmpty();
        assertThat(new Sessions(Optional.empty(), Duration.ofHours(1), () -> now).open("so-secret"))
                .isEmpty();
    }

    @Test
    void a_session_ends() {
        var session = sessions.open("so-secret").orElseThrow();
        now = now.plus(Duration.ofHours(1));

        assertThat(sessions.isOpen(session)).isFalse();
    }

    @Test
    void a_bounded_number_is_open() throws Exception {
        var first = sessions.open("so-secret").orElseThrow();
        for (var number = 0; number < Sessions.MOST; number++) {
            Files.writeString(code, "so-secret");
            sessions.open("so-secret");
        }

        assertThat(sessions.isOpen(first)).isFalse();
    }
}
