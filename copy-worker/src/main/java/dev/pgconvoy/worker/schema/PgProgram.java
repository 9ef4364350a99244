package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.text.Excerpt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Runs pg_dump or pg_restore to its end, within bounds. Interrupting the caller ends the program.
final class PgProgram {

    /// The rest of our environment may hold secrets that are none of the program's.
    private static final Set<String> INHERITED =
            Set.of("PATH", "LD_LIBRARY_PATH", "TMPDIR", "TZ", "KRB5CCNAME", "KRB5_CONFIG", "KRB5_KTNAME");

    private static final int LONGEST_ERROR = 2_000;
    private static final Logger WHOLE_ERRORS = Logger.getLogger(ServerErrorText.WHOLE_ERRORS);
    private static final int MOST_ERRORS = 1 << 20;

    private PgProgram() {}

    /// @param time after which the program is ended
    /// @param output in bytes, of which it may not write more
    record Bounds(Duration time, int output) {

        private static final Bounds USUAL = new Bounds(Duration.ofHours(1), 1 << 30);
    }

    /// @return what it wrote to its standard output
    static byte[] run(List<String> command, Map<String, String> environment) throws InterruptedException {
        return run(command, environment, Bounds.USUAL);
    }

    static byte[] run(List<String> command, Map<String, String> environment, Bounds bounds)
            throws InterruptedException {
        var name = command.getFirst().substring(command.getFirst().lastIndexOf('/') + 1);
        var settings = new HashMap<>(environment);
        try (var _ = PgPassFile.insteadOf(settings)) {
            var builder = new ProcessBuilder(command);
            builder.environment().keySet().retainAll(INHERITED);
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().putAll(settings);
            var process = builder.start();
            process.getOutputStream().close();
            var output = CompletableFuture.supplyAsync(
                    () -> read(process, process.getInputStream(), bounds.output), PgProgram::onVirtualThread);
            var errors = CompletableFuture.supplyAsync(
                    () -> read(process, process.getErrorStream(), MOST_ERRORS), PgProgram::onVirtualThread);
            try {
                if (!process.waitFor(bounds.time.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw endless(name, bounds.time);
                }
                if (output.join().length > bounds.output) {
                    throw verbose(name, bounds.output);
                }
                if (process.exitValue() != 0) {
                    throw failed(name, new String(errors.join(), StandardCharsets.UTF_8));
                }
                return output.join();
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw failed(name, "%s: %s".formatted(name, e.getMessage()));
        }
    }

    private static void onVirtualThread(Runnable task) {
        Thread.ofVirtual().start(task);
    }

    /// Reads one byte more than there may be, and ends a program that writes it.
    private static byte[] read(Process process, java.io.InputStream stream, int most) {
        try (stream) {
            var read = stream.readNBytes(most + 1);
            if (read.length > most) {
                process.destroyForcibly();
            }
            return read;
        } catch (IOException _) {
            return new byte[0];
        }
    }

    private static MigrationException endless(String name, Duration time) {
        return new MigrationException(
                FailureCode.CONTENTION,
                name,
                "It did not end within %s and was ended.".formatted(time),
                "See what it waits for (pg_stat_activity, application_name 'pgconvoy pg_dump').");
    }

    private static MigrationException verbose(String name, int most) {
        return new MigrationException(
                FailureCode.TOOL_UNUSABLE,
                name,
                "It wrote more than %,d bytes and was ended.".formatted(most),
                "Migrate fewer objects at once (filters).");
    }

    private static MigrationException failed(String name, String said) {
        WHOLE_ERRORS.debugf("%s: %s", name, said);
        var message = said.strip();
        return new MigrationException(
                ToolFailures.codeOf(message),
                name,
                Excerpt.of(ToolFailures.shown(name, message), LONGEST_ERROR),
                ToolFailures.remedyOf(name, message));
    }
}
