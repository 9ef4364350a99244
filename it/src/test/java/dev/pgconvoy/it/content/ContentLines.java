package dev.pgconvoy.it.content;

import dev.pgconvoy.it.environment.RunningServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// All that a database holds but its schema, one line each: the rows of every table as a count and an order-free
/// checksum over its columns by name, sequences with their positions, large objects with bytes, owner and comment.
public record ContentLines(List<String> tables, List<String> sequences, List<String> largeObjects) {

    private static final String SESSION = """
            SET search_path = ''; SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres';
            SET extra_float_digits = 3; SET bytea_output = 'hex'; SET lc_monetary = 'C'; SET row_security = off
            """;

    private record Table(String name, String columns, boolean withChildren) {}

    public static ContentLines of(RunningServer server, String database) throws SQLException {
        return of(server, database, "");
    }

    /// As servers before 12 write floating point numbers inside of other values: 15 digits.
    public static ContentLines inOldWords(RunningServer server, String database) throws SQLException {
        return of(server, database, "SET extra_float_digits = 0");
    }

    private static ContentLines of(RunningServer server, String database, String words) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            statement.execute(SESSION);
            statement.execute(words);
            return new ContentLines(
                    tables(connection),
                    sequences(connection),
                    SuperuserSql.lines(connection, SuperuserSql.resource("content/list_large_objects")));
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        var lines = new ArrayList<String>();
        for (var table : list(connection)) {
            lines.add(table.name + ": " + String.join("", SuperuserSql.lines(connection, checksum(table))));
        }
        return lines;
    }

    private static List<Table> list(Connection connection) throws SQLException {
        var tables = new ArrayList<Table>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(SuperuserSql.resource("content/list_tables"))) {
            while (rows.next()) {
                tables.add(new Table(rows.getString(1), rows.getString(2), rows.getBoolean(3)));
            }
        }
        return tables;
    }

    /// Both halves of each row's MD5, added up.
    private static String checksum(Table table) {
        return """
                SELECT count(*) || ' rows, '
                    || coalesce(sum(('x' || left(hash, 16))::bit(64)::int8::numeric), 0) || '/'
                    || coalesce(sum(('x' || right(hash, 16))::bit(64)::int8::numeric), 0)
                FROM (SELECT md5(ROW(%s)::text) AS hash FROM %s %s) AS hashes
                """.formatted(table.columns, table.withChildren ? "" : "ONLY", table.name);
    }

    private static List<String> sequences(Connection connection) throws SQLException {
        var lines = new ArrayList<String>();
        for (var name : SuperuserSql.lines(
                connection, "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' ORDER BY 1")) {
            lines.addAll(SuperuserSql.lines(
                    connection,
                    "SELECT '%s: ' || last_value || ' ' || is_called FROM %s"
                            .formatted(name.replace("'", "''"), name)));
        }
        return lines;
    }
}
