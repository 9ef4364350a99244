package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.copy.TaskResult.UnitResult;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The ledger as a worker's transaction sees it. Every method runs in the caller's transaction.
public final class Ledger {

    private static final String BEGIN_UNITS = Sql.read("ledger/begin_units");
    private static final String COMPLETE_UNIT = Sql.read("ledger/complete_unit");
    private static final String READ_UNITS = Sql.read("ledger/read_units");

    private Ledger() {}

    /// Holds the fence until the transaction ends, and marks the units.
    ///
    /// @return the units to do; the others are done already
    /// @throws MigrationException FENCED when another epoch leads
    public static Set<String> begin(Connection target, int epoch, Collection<String> units) throws SQLException {
        hold(target, epoch);
        try (var statement = target.prepareStatement(BEGIN_UNITS)) {
            statement.setInt(1, epoch);
            statement.setArray(2, target.createArrayOf("text", units.toArray()));
            var todo = new HashSet<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    todo.add(rows.getString(1));
                }
            }
            return todo;
        }
    }

    private static void hold(Connection target, int epoch) throws SQLException {
        try (var statement =
                target.prepareStatement("SELECT epoch FROM pgconvoy.migration WHERE epoch = ? FOR SHARE")) {
            statement.setInt(1, epoch);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw fenced(target.getCatalog());
                }
            }
        }
    }

    static MigrationException fenced(String database) {
        return new MigrationException(
                FailureCode.FENCED, database, "Another conductor leads this migration, or it was stopped.", "");
    }

    public static void complete(Connection target, Collection<UnitResult> results) throws SQLException {
        try (var statement = target.prepareStatement(COMPLETE_UNIT)) {
            for (var result : results) {
                statement.setLong(1, result.rows());
                statement.setLong(2, result.bytes());
                statement.setLong(3, result.millis());
                statement.setLong(4, result.targetRows());
                statement.setString(5, result.sourceChecksum());
                statement.setString(6, result.targetChecksum());
                statement.setString(7, result.unit());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    public static List<UnitResult> read(Connection target, Collection<String> units) throws SQLException {
        try (var statement = target.prepareStatement(READ_UNITS)) {
            statement.setArray(1, target.createArrayOf("text", units.toArray()));
            var results = new ArrayList<UnitResult>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    results.add(new UnitResult(
                            rows.getString(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.getLong(4),
                            rows.getLong(5),
                            rows.getString(6),
                            rows.getString(7)));
                }
            }
            return results;
        }
    }
}
