package dev.pgconvoy.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Run with `-Dregenerate=true` it writes the page instead.
class StateMachinePageTest {

    private static final Path PAGE = Path.of("..", "docs", "state-machine.md");

    @Test
    void the_page_says_what_the_machine_does() throws IOException {
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(PAGE, StateMachinePage.text());
        }
        assertThat(PAGE)
                .as("stale? mvn -pl common test -Dtest=StateMachinePageTest -Dregenerate=true")
                .hasContent(StateMachinePage.text());
    }
}
