package dev.pgconvoy.worker;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Statements without parameters, and what becomes of their rows.
public final class RowQueries {

    private static final int FETCH = 2_000;

    private RowQueries() {}

    /// Makes something of the present row.
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public static <T> List<T> list(Connection session, String sql, RowReader<T> reader) throws SQLException {
        var found = new ArrayList<T>();
        try (var statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setFetchSize(FETCH);
            try (var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
        }
        return found;
    }

    /// Of a query that has exactly one row.
    public static <T> T one(Connection session, String sql, RowReader<T> reader) throws SQLException {
        return list(session, sql, reader).getFirst();
    }

    public static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
