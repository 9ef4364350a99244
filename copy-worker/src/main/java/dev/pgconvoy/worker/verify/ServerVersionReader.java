package dev.pgconvoy.worker.verify;

import dev.pgconvoy.postgres.ServerVersion;
import java.sql.Connection;
import java.sql.SQLException;

/// What version a server is, by its own word.
final class ServerVersionReader {

    private ServerVersionReader() {}

    static ServerVersion of(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT pg_catalog.current_setting('server_version_num')::int")) {
            row.next();
            return new ServerVersion(row.getInt(1));
        }
    }
}
