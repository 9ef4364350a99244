package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.worker.lead.LeadTerm;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How large tables of this copy are split, decided once: parts that were drawn again could overlap with
/// rows that are copied already, or leave some out.
public final class DecidedSplits {

    private DecidedSplits() {}

    /// Draws the parts.
    public interface Draw {
        /// @return by quoted table name
        Map<String, List<Part>> parts() throws SQLException;
    }

    /// @param target an auto-commit session
    /// @return what was decided, now or by an earlier conductor
    public static Map<String, List<Part>> decideOnce(Connection target, LeadTerm term, Draw draw) throws SQLException {
        target.setAutoCommit(false);
        try {
            Ledger.begin(target, term, List.of());
            if (!isDecided(target)) {
                for (var table : draw.parts().entrySet()) {
                    write(target, table.getKey(), table.getValue());
                }
                try (var statement = target.createStatement()) {
                    statement.execute("UPDATE pgconvoy_ledger.migration SET split = true");
                }
            }
            var parts = read(target);
            target.commit();
            return parts;
        } catch (SQLException | RuntimeException e) {
            target.rollback();
            throw e;
        } finally {
            target.setAutoCommit(true);
        }
    }

    private static boolean isDecided(Connection target) throws SQLException {
        try (var statement = target.createStatement();
                var row = statement.executeQuery("SELECT split FROM pgconvoy_ledger.migration")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void write(Connection target, String table, Collection<Part> parts) throws SQLException {
        try (var insert = target.prepareStatement(
                "INSERT INTO pgconvoy_ledger.part (table_name, number, of, rows) VALUES (?, ?, ?, ?)")) {
            for (var part : parts) {
                insert.setString(1, table);
                insert.setInt(2, part.number());
                insert.setInt(3, part.of());
                insert.setString(4, RowsText.write(part.rows()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Map<String, List<Part>> read(Connection target) throws SQLException {
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
