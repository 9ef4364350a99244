package dev.pgconvoy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The four commands that the script answers itself.
class ScriptHelpTest {

    private static final List<String> PROGRAMS =
            List.of("mvn", "java", "javac", "apt-get", "apt-cache", "docker", "df", "pg_dump", "find");

    @TempDir
    Path folder;

    /// In a folder that was never built, where every program that could do something leaves a mark.
    @ParameterizedTest
    @CsvSource({
        "build, --help",
        "test, --help",
        "doctor, --help",
        "bench, --help",
        "test, -h",
        "doctor, -h",
        "bench, -h"
    })
    void help_is_printed_and_nothing_else_is_done(String command, String flag) throws Exception {
        var script =
                Files.copy(Path.of("..", "pgconvoy"), folder.resolve("pgconvoy"), StandardCopyOption.COPY_ATTRIBUTES);
        var bin = Files.createDirectory(folder.resolve("bin"));
        for (var program : PROGRAMS) {
            leavesMark(bin.resolve(program));
        }

        var builder = new ProcessBuilder("sh", script.toString(), command, flag);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        var process = builder.start();
        process.getOutputStream().close();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(printed).startsWith("Usage: pgconvoy " + command).contains("--help");
        assertThat(said).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(script, bin);
        }
    }

    private void leavesMark(Path program) throws IOException {
        Files.writeString(program, "#!/bin/sh\n: >'%s'\n".formatted(folder.resolve("did-something")));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
