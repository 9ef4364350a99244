package dev.pgconvoy.it.content;

import dev.pgconvoy.it.environment.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// SQL of the tests, as superuser.
public final class SuperuserSql {

    private SuperuserSql() {}

    public static void execute(RunningServer server, String database, String sql) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The only column of a query.
    public static List<String> lines(RunningServer server, String database, String sql) throws SQLException {
        try (var connection = server.connect(database)) {
            return lines(connection, sql);
        }
    }

    /// A condition to ask again and again over one session.
    public static Watch watch(RunningServer server, String condition) throws SQLException {
        return new Watch(server.connect("postgres"), condition);
    }

    public record Watch(Connection connection, String condition) implements AutoCloseable {

        public boolean isTrue() throws SQLException {
            return lines(connection, condition).contains("t");
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    public static List<String> lines(Connection connection, String sql) throws SQLException {
        var lines = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }

    /// The only column of a query, as its bytes in the database's encoding: they need not be text in ours.
    static List<String> bytes(Connection connection, String sql) throws SQLException {
        return lines(
                connection,
                "SELECT encode(convert_to(line, getdatabaseencoding()), 'escape') FROM (%s\n) AS lines (line)"
                        .formatted(sql));
    }

    public static String resource(String name) {
        try (var stream = SuperuserSql.class.getResourceAsStream("/sql/" + name + ".sql")) {
            if (stream == null) {
                throw new IllegalStateException("there is no " + name + ".sql");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
