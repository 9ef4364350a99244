package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.catalog.SequenceState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// What sequences of the target were set to. A source that is in use moves its own on: they cannot be read again to
/// prove the copy. Every method runs in the caller's transaction.
public final class SetSequences {

    private SetSequences() {}

    public static void write(Connection target, Map<TableName, SequenceState> sequences) throws SQLException {
        var names = sequences.keySet();
        var states = sequences.values();
        try (var insert = target.prepareStatement(WorkerSql.read("ledger/keep_sequences"))) {
            set(insert, 1, "text", names, TableName::schema);
            set(insert, 2, "text", names, TableName::name);
            set(insert, 3, "int8", states, SequenceState::lastValue);
            set(insert, 4, "bool", states, SequenceState::called);
            set(insert, 5, "int8", states, SequenceState::increment);
            set(insert, 6, "bool", states, SequenceState::cycles);
            set(insert, 7, "int8", states, SequenceState::least);
            set(insert, 8, "int8", states, SequenceState::greatest);
            insert.executeUpdate();
        }
    }

    private static <T> void set(
            PreparedStatement insert, int number, String type, Collection<T> all, Function<T, Object> part)
            throws SQLException {
        insert.setArray(
                number,
                insert.getConnection()
                        .createArrayOf(type, all.stream().map(part).toArray()));
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
