package dev.pgconvoy.worker.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.NoteCount;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.Report.DatabaseReport;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What the copy of one database came to. For a complete one it stands in its ledger, so that whoever leads
/// next need not do anything of it again.
///
/// @param notes the first of each code
/// @param noteCounts all of them
/// @param begunAnew whether the copy began anew after it had begun
public record DatabaseOutcome(
        DatabaseReport report, List<Finding> notes, List<NoteCount> noteCounts, boolean begunAnew) {

    public DatabaseOutcome {
        notes = List.copyOf(notes);
        noteCounts = List.copyOf(noteCounts);
    }

    String database() {
        return report.database();
    }

    NotesByCode allNotes() {
        return NotesByCode.of(notes, noteCounts);
    }

    public boolean isProven() {
        return report.differenceCount() == 0;
    }

    /// The report of a migration, with this outcome in the place of what it says of the same database.
    public Report putInto(Report report) {
        return report.copiedAgain(this.report, allNotes());
    }

    /// In the open transaction.
    public void keep(Connection target) throws SQLException {
        try (var insert = target.prepareStatement("INSERT INTO pgconvoy_ledger.outcome (text) VALUES (?)")) {
            insert.setString(1, new String(EventJson.write(this), StandardCharsets.UTF_8));
            insert.executeUpdate();
        }
    }

    /// Empty when the copy is not complete. A session of a database with our ledger.
    public static Optional<DatabaseOutcome> kept(Connection target) throws SQLException {
        try (var statement = target.createStatement();
                var row = statement.executeQuery("SELECT text FROM pgconvoy_ledger.outcome")) {
            return row.next() ? Optional.of(read(row.getString(1))) : Optional.empty();
        }
    }

    private static DatabaseOutcome read(String text) {
        try {
            return EventJson.MAPPER.readValue(text, DatabaseOutcome.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds an outcome that is none", e);
        }
    }
}
