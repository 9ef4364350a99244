package dev.pgconvoy.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Certificates and the key for a program of libpq, which reads them of files only. They are gone when this is closed.
public final class LibpqFiles implements AutoCloseable {

    private final Map<String, Path> files = new HashMap<>();

    LibpqFiles() {}

    /// @return the file
    Path write(String variable, Path file, String text) {
        files.put(variable, file);
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// By which the program finds them, beside [ServerConnector#libpqEnvironment].
    public Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        files.forEach((variable, file) -> environment.put(variable, file.toString()));
        return environment;
    }

    @Override
    public void close() {
        try {
            for (var file : files.values()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
