package dev.pgconvoy.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Run with `-Dregenerate=true` it writes the page instead.
class FindingsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "findings.md");

    @Test
    void the_page_has_every_code() throws IOException {
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(PAGE, FindingsPage.text());
        }
        assertThat(PAGE)
                .as("stale? mvn -pl common test -Dtest=FindingsPageTest -Dregenerate=true")
                .hasContent(FindingsPage.text());
    }
}
