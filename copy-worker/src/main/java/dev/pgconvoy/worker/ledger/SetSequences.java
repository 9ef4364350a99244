package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.catalog.SequenceState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What sequences of the target were set to. A source that is in use moves its own on: they cannot be read again to
/// prove the copy. Every method runs in the caller's transaction.
public final class SetSequences {

    private SetSequences() {}

    public static void write(Connection target, Map<TableName, SequenceState> sequences) throws SQLException {
        try (var insert = target.prepareStatement(WorkerSql.read("ledger/keep_sequence"))) {
            for (var sequence : sequences.entrySet()) {
                var state = sequence.getValue();
                insert.setString(1, sequence.getKey().schema());
                insert.setString(2, sequence.getKey().name());
                insert.setLong(3, state.lastValue());
                insert.setBoolean(4, state.called());
                insert.setLong(5, state.increment());
                insert.setBoolean(6, state.cycles());
                insert.setLong(7, state.least());
                insert.setLong(8, state.greatest());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    public static Map<TableName, SequenceState> read(Connection target) throws SQLException {
        var sequences = new LinkedHashMap<TableName, SequenceState>();
        try (var statement = target.createStatement();
                var rows = statement.executeQuery(WorkerSql.read("ledger/read_sequences"))) {
            while (rows.next()) {
                sequences.put(
                        new TableName(rows.getString(1), rows.getString(2)),
                        new SequenceState(
                                rows.getLong(3),
                                rows.getBoolean(4),
                                rows.getLong(5),
                                rows.getBoolean(6),
                                rows.getLong(7),
                                rows.getLong(8)));
            }
        }
        return sequences;
    }
}
