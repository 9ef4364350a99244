package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.text.Excerpt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/// Runs pg_dump or pg_restore to its end. Interrupting the caller ends the program.
final class Program {

    private static final int LONGEST_ERROR = 2_000;
    private static final Logger WHOLE_ERRORS = Logger.getLogger(ServerErrorText.WHOLE_ERRORS);

    private Program() {}

    /// @return what it wrote to its standard output
    static byte[] run(List<String> command, Map<String, String> environment) throws InterruptedException {
        var name = command.getFirst().substring(command.getFirst().lastIndexOf('/') + 1);
        var settings = new HashMap<>(environment);
        try (var _ = PasswordFile.insteadOf(settings)) {
            var builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().putAll(settings);
            var process = builder.start();
            process.getOutputStream().close();
            var output = CompletableFuture.supplyAsync(() -> drain(process.getInputStream()), Program::onVirtualThread);
            var errors = CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()), Program::onVirtualThread);
            try {
                if (process.waitFor() != 0) {
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

    private static byte[] drain(java.io.InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException _) {
            return new byte[0];
        }
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
