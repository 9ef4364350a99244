package dev.pgconvoy.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table of the source that has rows, none of which arrives.
///
/// @param extension whose table it is, although it is not one of its configuration tables; empty for a table in a
/// schema of the system
public record TableLeftBehind(TableName table, Optional<String> extension) {

    private static final String CANDIDATES = read();

    private record Candidate(TableLeftBehind table, boolean readable) {}

    /// All of the database, by name. A table that the user may not read counts when it has pages.
    public static List<TableLeftBehind> of(Connection database) throws SQLException {
        var found = new ArrayList<TableLeftBehind>();
        for (var candidate : candidates(database)) {
            if (!candidate.readable || hasRows(database, candidate.table.table)) {
                found.add(candidate.table);
            }
        }
        return found;
    }

    private static List<Candidate> candidates(Connection database) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(CANDIDATES)) {
            var candidates = new ArrayList<Candidate>();
            while (rows.next()) {
                candidates.add(new Candidate(
                        new TableLeftBehind(
                                new TableName(rows.getString(1), rows.getString(2)),
                                Optional.of(rows.getString(3)).filter(name -> !name.isEmpty())),
                        rows.getBoolean(4)));
            }
            return candidates;
        }
    }

    private static boolean hasRows(Connection database, TableName table) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("SELECT FROM ONLY " + table.quoted() + " LIMIT 1")) {
            return rows.next();
        } catch (SQLException e) {
            // Policies hide its rows from this user.
            if ("42501".equals(e.getSQLState())) {
                return true;
            }
            throw e;
        }
    }

    /// Why its rows stay, and what to do about it, for a finding or a note.
    public String remedy() {
        return extension
                .map(name -> "Copy its rows by hand afterwards; or, if it is no part of the extension,"
                        + " ALTER EXTENSION %s DROP TABLE %s on the source."
                                .formatted(Identifiers.quoted(name), table.quoted()))
                .orElse("Move it to a schema of yours, or copy it by hand: CREATE TABLE … AS TABLE %s."
                        .formatted(table.quoted()));
    }

    private static String read() {
        try (var sql = TableLeftBehind.class.getResourceAsStream("list_tables_left_behind.sql")) {
            if (sql == null) {
                throw new IllegalStateException("list_tables_left_behind.sql is not in the class path");
            }
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
