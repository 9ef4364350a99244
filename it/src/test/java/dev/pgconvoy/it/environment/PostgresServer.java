package dev.pgconvoy.it.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/// A running server, wherever it runs.
///
/// @param name also the target server in the ids of its migrations
/// @param passwordFile of the superuser
public record PostgresServer(String name, int major, String host, int port, Path passwordFile) {

    public static final String SUPERUSER = "postgres";

    /// As the superuser.
    public Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password());
        properties.setProperty("ApplicationName", "test");
        return DriverManager.getConnection("jdbc:postgresql://%s:%d/%s".formatted(host, port, database), properties);
    }

    /// The same server behind a proxy on this machine.
    public PostgresServer behind(int proxyPort) {
        return new PostgresServer(name, major, "127.0.0.1", proxyPort, passwordFile);
    }

    /// By which libpq's programs find a database and the password.
    public Map<String, String> libpq(String database) {
        return Map.of(
                "PGHOST", host,
                "PGPORT", Integer.toString(port),
                "PGUSER", SUPERUSER,
                "PGPASSWORD", password(),
                "PGDATABASE", database);
    }

    private String password() {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
