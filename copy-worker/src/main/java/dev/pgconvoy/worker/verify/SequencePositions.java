package dev.pgconvoy.worker.verify;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.SequenceState;
import dev.pgconvoy.worker.ledger.SetSequences;
import dev.pgconvoy.worker.snapshot.RenamedRelations;
import dev.pgconvoy.worker.snapshot.ReplacedTables;
import dev.pgconvoy.worker.target.LedgeredSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Where sequences stand. No snapshot covers them: they are read once, after the rows, so that they are never behind
/// what the rows need, and the target is compared with what it was set to.
public final class SequencePositions {

    private static final int PER_QUERY = 250;

    /// Setting one locks it until the end of the transaction.
    private static final int PER_UNIT = 1_000;

    private static final int OWN_CATALOG_SINCE = 10;
    private static final String NO_RELATION = "42P01";
    private static final String POSITION = "SELECT %d, last_value, is_called FROM %s";
    private static final String DESCRIBED_BY_ITSELF =
            "SELECT %d, last_value, is_called, increment_by, is_cycled, min_value, max_value FROM %s";
    private static final String DESCRIPTIONS = """
            SELECT n.nspname, c.relname, d.seqincrement, d.seqcycle, d.seqmin, d.seqmax
            FROM pg_catalog.pg_sequence AS d
            JOIN pg_catalog.pg_class AS c ON c.oid = d.seqrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace""";

    private SequencePositions() {}

    /// Sets those of the target, unless an earlier conductor has. The rows must be copied.
    public static void setOnce(LedgeredSession target, Connection source, List<TableName> sequences) {
        for (var from = 0; from < sequences.size(); from += PER_UNIT) {
            var some = sequences.subList(from, Math.min(sequences.size(), from + PER_UNIT));
            target.once("sequences from " + from, () -> {
                var states = readInSnapshot(source, some);
                target.execute(script(states));
                SetSequences.write(target.session(), states);
                return List.of();
            });
        }
    }

    /// @throws MigrationException SNAPSHOT_LOST when one has another name now: nobody locks sequences
    public static Map<TableName, SequenceState> readInSnapshot(Connection source, List<TableName> sequences)
            throws SQLException {
        RenamedRelations.requireNone(source, sequences);
        try {
            var states = read(source, sequences);
            RenamedRelations.requireNone(source, sequences);
            return states;
        } catch (SQLException e) {
            if (NO_RELATION.equals(e.getSQLState())) {
                throw ReplacedTables.lost("a sequence", ServerErrorText.of(e));
            }
            throw e;
        }
    }

    /// Many per round trip.
    public static Map<TableName, SequenceState> read(Connection session, List<TableName> sequences)
            throws SQLException {
        var states = new LinkedHashMap<TableName, SequenceState>();
        if (sequences.isEmpty()) {
            return states;
        }
        if (session.getMetaData().getDatabaseMajorVersion() < OWN_CATALOG_SINCE) {
            each(
                    session,
                    DESCRIBED_BY_ITSELF,
                    sequences,
                    (name, row) -> states.put(name, at(row, description(row, 4))));
            return states;
        }
        var described = new HashMap<TableName, SequenceState>();
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(DESCRIPTIONS)) {
            while (rows.next()) {
                described.put(new TableName(rows.getString(1), rows.getString(2)), description(rows, 3));
            }
        }
        each(session, POSITION, sequences, (name, row) -> {
            var description = described.get(name);
            if (description == null) {
                throw ReplacedTables.lost("sequence " + name, "it was made a moment ago.");
            }
            states.put(name, at(row, description));
        });
        return states;
    }

    private static SequenceState at(ResultSet row, SequenceState description) throws SQLException {
        return description.at(row.getLong(2), row.getBoolean(3));
    }

    /// @param from the first column of what a sequence counts by
    private static SequenceState description(ResultSet row, int from) throws SQLException {
        return SequenceState.countingBy(
                row.getLong(from), row.getBoolean(from + 1), row.getLong(from + 2), row.getLong(from + 3));
    }

    private interface RowReader {
        void read(TableName name, ResultSet row) throws SQLException;
    }

    private static void each(Connection session, String form, List<TableName> sequences, RowReader reader)
            throws SQLException {
        for (var from = 0; from < sequences.size(); from += PER_QUERY) {
            var some = sequences.subList(from, Math.min(sequences.size(), from + PER_QUERY));
            withoutLocks(session, () -> read(session, form, some, reader));
        }
    }

    private interface Reading {
        void run() throws SQLException;
    }

    /// A transaction keeps the lock of each sequence that it has read, and a server has
    /// room for few thousand locks: a savepoint that is rolled back lets go of them.
    private static void withoutLocks(Connection session, Reading reading) throws SQLException {
        if (session.getAutoCommit()) {
            reading.run();
            return;
        }
        var savepoint = session.setSavepoint();
        reading.run();
        session.rollback(savepoint);
        session.releaseSavepoint(savepoint);
    }

    private static void read(Connection session, String form, List<TableName> some, RowReader reader)
            throws SQLException {
        var sql = IntStream.range(0, some.size())
                .mapToObj(number -> form.formatted(number, some.get(number).quoted()))
                .collect(Collectors.joining(" UNION ALL "));
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(some.get(rows.getInt(1)), rows);
            }
        }
    }

    private static String script(Map<TableName, SequenceState> states) {
        return states.entrySet().stream()
                .map(entry -> "(%s, %d, %b)"
                        .formatted(
                                Identifiers.literal(entry.getKey().quoted()),
                                entry.getValue().lastValue(),
                                entry.getValue().called()))
                .collect(Collectors.joining(
                        ",\n",
                        "SELECT pg_catalog.count(pg_catalog.setval(s.name::pg_catalog.regclass, s.value, s.called)) FROM (VALUES\n",
                        ") AS s (name, value, called)"));
    }

    /// Those of a copy, compared with what they were set to.
    public static List<Difference> compareCopied(Connection target, List<TableName> sequences) throws SQLException {
        var expected = SetSequences.read(target);
        var found = read(target, sequences);
        var differences = new ArrayList<>(compare(expected, found));
        found.forEach((name, state) -> {
            if (!expected.containsKey(name)) {
                differences.add(new Difference(name.toString(), "sequence", "to be set", "was not set: " + state));
            }
        });
        return differences;
    }

    /// One that is ahead is no difference: a view that was refreshed, or whoever uses the target, moved it on.
    public static List<Difference> compare(
            Map<TableName, SequenceState> expected, Map<TableName, SequenceState> found) {
        var differences = new ArrayList<Difference>();
        expected.forEach((name, state) -> {
            var there = found.get(name);
            if (there == null) {
                differences.add(new Difference(name.toString(), "sequence", state.toString(), "missing"));
            } else if (there.isBehind(state)) {
                differences.add(new Difference(name.toString(), "sequence", state.toString(), there.toString()));
            }
        });
        return differences;
    }
}
