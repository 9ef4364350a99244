package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.MigrationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Runs pg_dump or pg_restore to its end. Interrupting the caller ends the program.
final class Program {

    private static final int LONGEST_ERROR = 2_000;

    private Program() {}

    /// @return what it wrote to its standard output
    static byte[] run(List<String> command, Map<String, String> environment) throws InterruptedException {
        var name = command.getFirst().substring(command.getFirst().lastIndexOf('/') + 1);
        try {
            var builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().putAll(environment);
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
            throw failed(name, String.valueOf(e.getMessage()));
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
        var message = said.strip();
        return new MigrationException(
                ToolFailures.codeOf(message),
                name,
                message.length() > LONGEST_ERROR ? message.substring(0, LONGEST_ERROR) + "…" : message,
                ToolFailures.remedyOf(name, message));
    }
}
