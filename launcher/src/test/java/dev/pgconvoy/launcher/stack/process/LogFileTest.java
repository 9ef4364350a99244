package dev.pgconvoy.launcher.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    Path logs;

    @Test
    void a_message_shows_the_last_lines_and_where_the_others_are() throws IOException {
        var log = LogFile.fresh(logs, "kafka");
        Files.writeString(
                log.path(),
                IntStream.rangeClosed(1, 5_000)
                        .mapToObj(n -> "line " + n + "\n")
                        .collect(Collectors.joining()));

        assertThat(log.tail())
                .contains(log.path().toString(), "line 4981", "line 5000")
                .doesNotContain("line 4980");
    }

    @Test
    void silence_is_said() {
        assertThat(LogFile.fresh(logs, "kafka").tail()).contains("wrote nothing", "kafka.log");
    }

    @Test
    void the_log_of_the_run_before_is_kept() throws IOException {
        Files.writeString(LogFile.fresh(logs, "kafka").path(), "why it died");

        LogFile.fresh(logs, "kafka");

        assertThat(logs.resolve("kafka.log")).isEmptyFile();
        assertThat(logs.resolve("kafka.previous.log")).hasContent("why it died");
    }
}
