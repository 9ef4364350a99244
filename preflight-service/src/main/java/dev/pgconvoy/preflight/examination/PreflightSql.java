package dev.pgconvoy.preflight.examination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// SQL files under `resources/sql`.
public final class PreflightSql {

    private PreflightSql() {}

    /// @param name such as `check/list_casts`
    public static String read(String name) {
        try (var stream = PreflightSql.class.getResourceAsStream("/sql/" + name + ".sql")) {
            if (stream == null) {
                throw new IllegalArgumentException("no SQL file " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
