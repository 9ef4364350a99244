package dev.pgconvoy.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// SQL files under `resources/sql`. A `?` is a parameter.
public final class WorkerSql {

    private WorkerSql() {}

    /// @param name such as `ledger/create`
    public static String read(String name) {
        try (var stream = WorkerSql.class.getResourceAsStream("/sql/" + name + ".sql")) {
            if (stream == null) {
                throw new IllegalArgumentException("no SQL file " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
