package dev.pgconvoy.bench.server;

import dev.pgconvoy.bench.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A program that is run to its end, which must be a success.
public record ToolRun(List<String> line, Map<String, String> environment) {

    private static final int TAIL = 2_000;
    private static final double NANOS = 1e9;

    public ToolRun {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    public static ToolRun of(String... line) {
        return new ToolRun(List.of(line), Map.of());
    }

    public ToolRun with(Map<String, String> more) {
        var both = new HashMap<>(environment);
        both.putAll(more);
        return new ToolRun(line, both);
    }

    /// @return its standard output
    /// @throws BenchException with the end of what it said when it fails
    public String output() {
        var said = logFile();
        try {
            var process = builder().redirectError(said.toFile()).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            requireSuccess(process, said);
            return output;
        } catch (IOException e) {
            throw new BenchException("%s cannot be run: %s".formatted(line.getFirst(), e.getMessage()), e);
        } finally {
            delete(said);
        }
    }

    /// For programs that talk much.
    public void run() {
        var said = logFile();
        try {
            var process = builder()
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            process.getOutputStream().close();
            requireSuccess(process, said);
        } catch (IOException e) {
            throw new BenchException("%s cannot be run: %s".formatted(line.getFirst(), e.getMessage()), e);
        } finally {
            delete(said);
        }
    }

    /// Runs it to its end.
    ///
    /// @return the seconds from its start to the first line of its output that contains the text
    /// @throws BenchException also when there is no such line
    public double secondsUntil(String text) {
        var said = logFile();
        var began = System.nanoTime();
        try {
            var process = builder().redirectError(said.toFile()).start();
            process.getOutputStream().close();
            var seconds = Double.NaN;
            try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (var printed = lines.readLine(); printed != null; printed = lines.readLine()) {
                    if (Double.isNaN(seconds) && printed.contains(text)) {
                        seconds = (System.nanoTime() - began) / NANOS;
                    }
                }
            }
            requireSuccess(process, said);
            if (Double.isNaN(seconds)) {
                throw new BenchException("%s printed no \"%s\"".formatted(line.getFirst(), text));
            }
            return seconds;
        } catch (IOException e) {
            throw new BenchException("%s cannot be run: %s".formatted(line.getFirst(), e.getMessage()), e);
        } finally {
            delete(said);
        }
    }

    ProcessBuilder builder() {
        var builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        return builder;
    }

    private void requireSuccess(Process process, Path said) throws IOException {
        try {
            var code = process.waitFor();
            if (code != 0) {
                var text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
                throw new BenchException("%s ended with exit code %d:%n%s"
                        .formatted(String.join(" ", line), code, text.substring(Math.max(0, text.length() - TAIL))));
            }
        } catch (InterruptedException e) {
            // What it started would run on.
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted while %s ran".formatted(line.getFirst()), e);
        }
    }

    private static Path logFile() {
        try {
            return Files.createTempFile("pgconvoy-bench-", ".out");
        } catch (IOException e) {
            throw new BenchException("No temporary file can be made: " + e, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BenchException("%s cannot be removed: %s".formatted(file, e), e);
        }
    }
}
