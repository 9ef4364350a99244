package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Run with `-Dregenerate=true` it writes the table instead.
class DocumentedGrantTest {

    private static final Path PAGE = Path.of("..", "docs", "rights.md");
    private static final String HEAD = """
            | server | grant | needed for | without it alone |
            |---|---|---|---|
            """;

    @Test
    void the_page_has_a_line_for_each_grant() throws IOException {
        if (Boolean.getBoolean("regenerate")) {
            var page = Files.readString(PAGE);
            var begin = page.indexOf(HEAD);
            var end = page.indexOf("\n\n", begin) + 1;
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
        }
        assertThat(PAGE)
                .as("stale? mvn -pl preflight-service test -Dtest=DocumentedGrantTest -Dregenerate=true")
                .content()
                .contains("\n\n" + table() + "\n");
    }

    private static String table() {
        return Stream.concat(HEAD.lines(), DocumentedGrant.ALL.stream().map(DocumentedGrant::line))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
