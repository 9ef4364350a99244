package dev.pgconvoy.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Run with `-Dregenerate=true` it writes the page instead, all but the section that a campaign has measured.
class FindingsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "findings.md");
    private static final String MEASURED = "\n## How far a verdict can be trusted\n";

    @Test
    void the_page_has_every_code() throws IOException {
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(PAGE, FindingsPage.text() + measured());
        }
        assertThat(PAGE)
                .as("stale? mvn -pl common test -Dtest=FindingsPageTest -Dregenerate=true")
                .hasContent(FindingsPage.text() + measured());
    }

    private static String measured() throws IOException {
        var page = Files.readString(PAGE);
        var begin = page.indexOf(MEASURED);
        return begin < 0 ? "" : page.substring(begin);
    }
}
