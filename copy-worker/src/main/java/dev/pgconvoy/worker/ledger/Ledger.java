package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.lead.LeadTerm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The ledger as a worker's transaction sees it. Every method runs in the caller's transaction.
public final class Ledger {

    private static final String BEGIN_UNITS = WorkerSql.read("ledger/begin_units");
    private static final String COMPLETE_UNITS = WorkerSql.read("ledger/complete_units");
    private static final String READ_UNITS = WorkerSql.read("ledger/read_units");

    private Ledger() {}

    /// Holds the fence until the transaction ends, and marks the units.
    ///
    /// @return the units to do; the others are done already
    /// @throws MigrationException FENCED when another epoch leads, or another request
    public static Set<String> begin(Connection target, LeadTerm term, Collection<String> units) throws SQLException {
        try (var statement = target.prepareStatement(BEGIN_UNITS)) {
            statement.setString(1, term.id().toString());
            statement.setString(2, term.requestHash());
            statement.setInt(3, term.epoch());
            statement.setArray(4, target.createArrayOf("text", units.toArray()));
            var todo = new HashSet<String>();
            var held = false;
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var unit = rows.getString(1);
                    held |= unit == null;
                    if (unit != null) {
                        todo.add(unit);
                    }
                }
            }
            if (!held) {
                throw fenced(target.getCatalog());
            }
            return todo;
        }
    }

    static MigrationException fenced(String database) {
        return new MigrationException(
                FailureCode.FENCED, database, "Another conductor leads this migration, or it was stopped.", "");
    }

    public static void complete(Connection target, Collection<UnitResult> results) throws SQLException {
        try (var statement = target.prepareStatement(COMPLETE_UNITS)) {
            array(target, statement, 1, "text", results, UnitResult::unit);
            array(target, statement, 2, "int8", results, UnitResult::rows);
            array(target, statement, 3, "int8", results, UnitResult::bytes);
            array(target, statement, 4, "int8", results, UnitResult::millis);
            array(target, statement, 5, "int8", results, UnitResult::targetRows);
            array(target, statement, 6, "text", results, UnitResult::sourceChecksum);
            array(target, statement, 7, "text", results, UnitResult::targetChecksum);
            array(target, statement, 8, "text", results, result -> NotesText.write(result.notes()));
            statement.executeUpdate();
        }
    }

    private static void array(
            Connection target,
            PreparedStatement statement,
            int index,
            String type,
            Collection<UnitResult> results,
            Function<UnitResult, Object> value)
            throws SQLException {
        statement.setArray(
                index, target.createArrayOf(type, results.stream().map(value).toArray()));
    }

    /// What is done of these; the ledger decides, whatever was said of them.
    public static List<UnitResult> read(Connection target, Collection<String> units) throws SQLException {
        return readWithTimes(target, units).stream().map(DoneUnit::result).toList();
    }

    /// The same, and when each of them was done.
    public static List<DoneUnit> readWithTimes(Connection target, Collection<String> units) throws SQLException {
        try (var statement = target.prepareStatement(READ_UNITS)) {
            statement.setArray(1, target.createArrayOf("text", units.toArray()));
            var results = new ArrayList<DoneUnit>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var result = new UnitResult(
                            rows.getString(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.getLong(4),
                            rows.getLong(5),
                            rows.getString(6),
                            rows.getString(7),
                            NotesText.read(rows.getString(8)));
                    results.add(new DoneUnit(
                            result, rows.getObject(9, OffsetDateTime.class).toInstant()));
                }
            }
            return results;
        }
    }
}
