package dev.pgconvoy.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A real server for a test class; gone with its folder afterwards.
final class PostgresServer implements AutoCloseable {

    private final Path folder;
    private final EmbeddedPostgres server;

    private PostgresServer(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    static PostgresServer start() throws IOException {
        var folder = Files.createTempDirectory("pgconvoy-common-it-");
        return new PostgresServer(
                folder,
                EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(folder.resolve("programs").toFile())
                        .setDataDirectory(folder.resolve("data"))
                        .start());
    }

    /// From the next reload on.
    void demandPasswordOf(String user) throws IOException {
        var rules = folder.resolve("data").resolve("pg_hba.conf");
        Files.writeString(rules, "host all %s all scram-sha-256%n%s".formatted(user, Files.readString(rules)));
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }
}
