package dev.pgconvoy.postgres;

import dev.pgconvoy.fixture.CertificateAuthority;
import dev.pgconvoy.fixture.SelfSigned;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A real server for a test class, also of another module; gone with its folder afterwards.
public final class PostgresServer implements AutoCloseable {

    private final Path folder;
    private final EmbeddedPostgres server;

    private PostgresServer(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    public static PostgresServer start() throws IOException {
        var folder = Files.createTempDirectory("pgconvoy-common-it-");
        return new PostgresServer(
                folder, FreshPostgres.in(folder.resolve("data")).start());
    }

    /// As Azure's servers are: encrypted, and a token comes as it is.
    public static PostgresServer startEncrypted(String user) throws IOException {
        var folder = Files.createTempDirectory("pgconvoy-common-it-");
        var certificate = SelfSigned.in(folder);
        var server = new PostgresServer(
                folder,
                FreshPostgres.in(folder.resolve("data"))
                        .setServerConfig("ssl", "on")
                        .setServerConfig("ssl_cert_file", certificate.pem().toString())
                        .setServerConfig("ssl_key_file", certificate.key().toString())
                        .start());
        server.addRule("hostssl all %s all password%nhostnossl all %1$s all reject%n".formatted(user));
        return server;
    }

    /// Proves itself with a certificate, and believes clients of this authority.
    public static PostgresServer startProven(CertificateAuthority.Issued certificate, CertificateAuthority clients)
            throws IOException {
        var folder = Files.createTempDirectory("pgconvoy-common-it-");
        var server = new PostgresServer(
                folder,
                FreshPostgres.in(folder.resolve("data"))
                        .setServerConfig("ssl", "on")
                        .setServerConfig(
                                "ssl_cert_file", certificate.certificate().toString())
                        .setServerConfig("ssl_key_file", certificate.key().toString())
                        .setServerConfig("ssl_ca_file", clients.certificate().toString())
                        .start());
        server.addRule("""
                hostssl   all certified all cert
                hostssl   all paired    all scram-sha-256 clientcert=verify-full
                host      all bound     all scram-sha-256
                hostnossl all plain     all trust
                hostssl   all plain     all reject
                """);
        return server;
    }

    private void addRule(String rule) throws IOException {
        var rules = folder.resolve("data").resolve("pg_hba.conf");
        Files.writeString(rules, rule + Files.readString(rules));
    }

    /// From the next reload on.
    public void demandPasswordOf(String user) throws IOException {
        addRule("host all %s all scram-sha-256%n".formatted(user));
    }

    public int port() {
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
