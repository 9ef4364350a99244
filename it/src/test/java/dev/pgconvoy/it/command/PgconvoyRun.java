package dev.pgconvoy.it.command;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One running `./pgconvoy` of this build.
///
/// @param out what it prints for its user or for a script
/// @param err what it says about itself
public record PgconvoyRun(Process process, Path out, Path err) implements AutoCloseable {

    private static final Path PROGRAM =
            Path.of("..", "pgconvoy").toAbsolutePath().normalize();

    /// @param folder takes the output, and is the working directory
    public static PgconvoyRun start(Path folder, List<String> arguments) throws IOException {
        return start(folder, arguments, Map.of());
    }

    /// @param environment what it and its services find there beside everything else
    public static PgconvoyRun start(Path folder, List<String> arguments, Map<String, String> environment)
            throws IOException {
        var line = new ArrayList<String>();
        line.add(PROGRAM.toString());
        line.addAll(arguments);
        var out = Files.createTempFile(folder, "pgconvoy-", ".out");
        var err = Files.createTempFile(folder, "pgconvoy-", ".err");
        var builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().put("PGCONVOY_BUILD", "never");
        builder.environment().put("PGCONVOY_TRAINING", "never");
        builder.environment().putAll(environment);
        return new PgconvoyRun(
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    }

    public int exitCode(Duration atMost) {
        await(toString()).atMost(atMost).until(() -> !process.isAlive());
        return process.exitValue();
    }

    /// SIGTERM, which counts like Ctrl-C.
    public void interrupt() {
        process.destroy();
    }

    public String printed() throws IOException {
        return Files.readString(out);
    }

    public String said() throws IOException {
        return Files.readString(err);
    }

    /// Ends it when a test has failed meanwhile.
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
