package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.worker.catalog.TableDivision;
import dev.pgconvoy.worker.lead.LeadTerm;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the tables of this copy are divided, decided once: parts that were drawn again could overlap with rows that are
/// copied already, or leave some out, and a table that has become large would be given indexes that it has.
public final class DecidedDivision {

    private static final String INSERT_PART =
            "INSERT INTO pgconvoy_ledger.part (table_name, number, of, rows) VALUES (?, ?, ?, ?)";

    private DecidedDivision() {}

    /// Draws the division.
    public interface Draw {
        TableDivision division() throws SQLException;
    }

    /// @param target an auto-commit session
    /// @return what was decided, now or by an earlier conductor
    public static TableDivision decideOnce(Connection target, LeadTerm term, Draw draw) throws SQLException {
        target.setAutoCommit(false);
        try {
            Ledger.begin(target, term, List.of());
            if (!isDecided(target)) {
                write(target, draw.division());
                try (var statement = target.createStatement()) {
                    statement.execute("UPDATE pgconvoy_ledger.migration SET divided = true");
                }
            }
            var division = new TableDivision(parts(target), largePages(target));
            target.commit();
            return division;
        } catch (SQLException | RuntimeException e) {
            target.rollback();
            throw e;
        } finally {
            target.setAutoCommit(true);
        }
    }

    private static boolean isDecided(Connection target) throws SQLException {
        try (var statement = target.createStatement();
                var row = statement.executeQuery("SELECT divided FROM pgconvoy_ledger.migration")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void write(Connection target, TableDivision division) throws SQLException {
        try (var insert = target.prepareStatement(INSERT_PART)) {
            for (var table : division.parts().entrySet()) {
                for (var part : table.getValue()) {
                    insert.setString(1, table.getKey());
                    insert.setInt(2, part.number());
                    insert.setInt(3, part.of());
                    insert.setString(4, RowsText.write(part.rows()));
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
        try (var insert =
                target.prepareStatement("INSERT INTO pgconvoy_ledger.large_table (table_name, pages) VALUES (?, ?)")) {
            for (var table : division.largePages().entrySet()) {
                insert.setString(1, table.getKey());
                insert.setLong(2, table.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Map<String, Long> largePages(Connection target) throws SQLException {
        var pages = new LinkedHashMap<String, Long>();
        try (var statement = target.createStatement();
                var rows = statement.executeQuery("SELECT table_name, pages FROM pgconvoy_ledger.large_table")) {
            while (rows.next()) {
                pages.put(rows.getString(1), rows.getLong(2));
            }
        }
        return pages;
    }

    private static Map<String, List<Part>> parts(Connection target) throws SQLException {
        var parts = new LinkedHashMap<String, List<Part>>();
        try (var statement = target.createStatement();
                var rows = statement.executeQuery(
                        "SELECT table_name, number, of, rows FROM pgconvoy_ledger.part ORDER BY table_name, number")) {
            while (rows.next()) {
                parts.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                        .add(new Part(
                                rows.getInt(2), rows.getInt(3), RowsText.read(rows.getString(1), rows.getString(4))));
            }
        }
        return parts;
    }
}
