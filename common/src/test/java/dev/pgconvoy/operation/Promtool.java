package dev.pgconvoy.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Prometheus' own checker, where it is installed.
final class Promtool {

    private static final Path TOOL = Path.of("/usr/bin/promtool");

    private Promtool() {}

    /// Fails with what the tool says.
    static void accepts(String... arguments) throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(TOOL),
                () -> TOOL + " is missing (apt-get install --no-install-recommends prometheus): rules are not checked");
        var command =
                Stream.concat(Stream.of(TOOL.toString()), Stream.of(arguments)).toList();
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as("%s%n%s", List.of(arguments), said).isZero();
    }
}
