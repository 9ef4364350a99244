package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.fixture.CertificateAuthority;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A real server without SSL. It trusts `postgres` and `mover`, asks `locked` for a password, `spoken` for one in clear
/// text, and keeps `barred` out.
final class OpenServer implements AutoCloseable {

    private static final String HBA = """
            host all postgres 127.0.0.1/32 trust
            host all mover    127.0.0.1/32 trust
            host all barred   127.0.0.1/32 reject
            host all spoken   127.0.0.1/32 password
            host all all      127.0.0.1/32 scram-sha-256
            """;

    private final EmbeddedPostgres server;

    private OpenServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static OpenServer start(Path folder) throws IOException, SQLException {
        return start(folder, FreshPostgres.in(data(folder)));
    }

    /// With settings of its own.
    static OpenServer start(Path folder, Map<String, String> settings) throws IOException, SQLException {
        var builder = FreshPostgres.in(data(folder));
        settings.forEach(builder::setServerConfig);
        return start(folder, builder);
    }

    /// One of version 11, from what the build laid beside the classes.
    static OpenServer startOld(Path folder) throws IOException, SQLException {
        return start(
                folder,
                EmbeddedPostgres.builder()
                        .setDataDirectory(data(folder))
                        .setPgBinaryResolver((_, _) -> binaries(Path.of("target", "postgres", "postgres-11.jar"))));
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }

    private static InputStream binaries(Path jar) throws IOException {
        try (var files = FileSystems.newFileSystem(jar)) {
            return new ByteArrayInputStream(Files.readAllBytes(files.getPath("postgres-linux-x86_64.txz")));
        }
    }

    private static OpenServer start(Path folder, EmbeddedPostgres.Builder builder) throws IOException, SQLException {
        Files.createDirectories(folder);
        var hba = Files.writeString(folder.resolve("pg_hba.conf"), HBA);
        var started = new OpenServer(
                builder.setServerConfig("hba_file", hba.toString()).start());
        started.run("CREATE ROLE mover LOGIN CREATEDB");
        started.run("GRANT CREATE ON DATABASE postgres TO mover");
        started.run("CREATE ROLE barred LOGIN");
        started.run("CREATE ROLE locked LOGIN PASSWORD 'right'");
        started.run("CREATE ROLE spoken LOGIN PASSWORD 'right'");
        return started;
    }

    /// The same with SSL: `certified` needs a certificate of this authority, `locked` a password.
    static OpenServer startProven(Path folder, CertificateAuthority.Issued certificate, CertificateAuthority clients)
            throws IOException, SQLException {
        Files.createDirectories(folder);
        var hba = Files.writeString(
                folder.resolve("pg_hba.conf"),
                "hostssl all certified all cert\nhostssl all locked all scram-sha-256\nhost all all 127.0.0.1/32 trust\n");
        var started = new OpenServer(FreshPostgres.in(data(folder))
                .setServerConfig("hba_file", hba.toString())
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .setServerConfig("ssl_key_file", certificate.key().toString())
                .setServerConfig("ssl_ca_file", clients.certificate().toString())
                .start());
        started.run("CREATE ROLE certified LOGIN; CREATE ROLE mover LOGIN; CREATE ROLE locked LOGIN PASSWORD 'right'");
        return started;
    }

    int port() {
        return server.getPort();
    }

    void run(String sql) throws SQLException {
        runIn("postgres", sql);
    }

    void runIn(String database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Where this version looks for the files of extensions, which all servers of the same
    /// binaries share.
    Path extensionFolder() throws SQLException {
        return Path.of(configuration("SHAREDIR"), "extension");
    }

    private String configuration(String name) throws SQLException {
        try (var session = connect("postgres");
                var query = session.prepareStatement("SELECT setting FROM pg_config WHERE name = ?")) {
            query.setString(1, name);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /// Starts again and looks for locales in that folder, and there alone.
    void restartWithLocales(Path locales) throws SQLException, IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                configuration("BINDIR") + "/pg_ctl", "restart", "-w", "-m", "fast", "-D", setting("data_directory")));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(0, List.of("unshare", "-U")); // it does not run as root
        }
        var restart =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        restart.environment().put("LOCPATH", locales.toString());
        var ended = restart.start().waitFor();
        if (ended != 0) {
            throw new IOException("pg_ctl restart ended with " + ended);
        }
    }

    /// The one of its databases, by the name of the folder in which its files are.
    String locale() throws SQLException {
        return setting("lc_messages").replace("UTF-8", "utf8");
    }

    private String setting(String name) throws SQLException {
        try (var session = connect("postgres");
                var statement = session.createStatement();
                var row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    /// As superuser.
    Connection connect(String database) throws SQLException {
        return server.getDatabase("postgres", database).getConnection();
    }

    long oidOf(String database) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT oid::int8 FROM pg_database WHERE datname = current_database()")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    ServerEndpoint as(String user) {
        return new ServerEndpoint("127.0.0.1", server.getPort(), user, Optional.empty(), SslMode.PREFER, "postgres");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
