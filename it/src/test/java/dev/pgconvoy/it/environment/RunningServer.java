package dev.pgconvoy.it.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
public record RunningServer(String name, int major, String host, int port, Path passwordFile) {

    public static final String SUPERUSER = "postgres";

    private static final String WHATEVER_THE_DATABASE_SAYS =
            "-c role=none -c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0"
                    + " -c default_transaction_read_only=off"
                    + " -c quote_all_identifiers=off -c standard_conforming_strings=on -c client_min_messages=warning";

    private static final String IDLE_SESSIONS = " -c idle_session_timeout=0";
    private static final int FIRST_WITH_IDLE_SESSIONS = 14;

    private String options() {
        return WHATEVER_THE_DATABASE_SAYS + (major < FIRST_WITH_IDLE_SESSIONS ? "" : IDLE_SESSIONS);
    }

    /// As the superuser. Scripts go to the server as they are.
    public Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password());
        properties.setProperty("ApplicationName", "test");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("options", options());
        var name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return DriverManager.getConnection("jdbc:postgresql://%s:%d/%s".formatted(host, port, name), properties);
    }

    /// The same server behind a proxy on this machine.
    public RunningServer behind(int proxyPort) {
        return new RunningServer(name, major, "127.0.0.1", proxyPort, passwordFile);
    }

    /// By which libpq's programs find a database and the password.
    public Map<String, String> libpq(String database) {
        return Map.of(
                "PGHOST",
                host,
                "PGPORT",
                Integer.toString(port),
                "PGUSER",
                SUPERUSER,
                "PGPASSWORD",
                password(),
                "PGDATABASE",
                database,
                "PGOPTIONS",
                options());
    }

    private String password() {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
