package dev.pgconvoy.worker.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The password of a program of libpq, in a file that only this user can read and that is gone when the program has
/// ended. In the environment it would be seen by whatever the program starts, and by dumps of a crash.
///
/// @param path null when there is no password
record PgPassFile(@Nullable Path path) implements AutoCloseable {

    private static final String IN_ENVIRONMENT = "PGPASSWORD";
    private static final String IN_FILE = "PGPASSFILE";

    /// Replaces the password of an environment by its file.
    static PgPassFile insteadOf(Map<String, String> environment) throws IOException {
        var password = environment.get(IN_ENVIRONMENT);
        if (password == null) {
            return new PgPassFile(null);
        }
        if (password.contains("\n") || password.contains("\r")) {
            throw new IllegalArgumentException("no line of a file can hold a password with a line break");
        }
        var file = ScratchFolder.newFile(".pass");
        Files.writeString(
                file, "*:*:*:*:%s%n".formatted(password.replace("\\", "\\\\").replace(":", "\\:")));
        environment.remove(IN_ENVIRONMENT);
        environment.put(IN_FILE, file.toString());
        return new PgPassFile(file);
    }

    @Override
    public void close() {
        if (path != null) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
