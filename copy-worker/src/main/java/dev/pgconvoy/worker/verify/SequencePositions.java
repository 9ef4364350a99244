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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Where sequences stand. No snapshot covers them: they are read once, after the rows, so that they are never behind
/// what the rows need, and the target is compared with what it was set to.
public final class SequencePositions {

    private static final int PER_QUERY = 200;
    private static final int OWN_CATALOG_SINCE = 10;
    private static final String NO_RELATION = "42P01";
    private static final String DESCRIBED_BY_CATALOG = """
            SELECT %d, s.last_value, s.is_called, d.seqincrement, d.seqcycle, d.seqmin, d.seqmax
            FROM %s AS s CROSS JOIN pg_catalog.pg_sequence AS d WHERE d.seqrelid = %s::pg_catalog.regclass""";
    private static final String DESCRIBED_BY_ITSELF = """
            SELECT %d, last_value, is_called, increment_by, is_cycled, min_value, max_value FROM %s""";

    private SequencePositions() {}

    /// Sets those of the target, unless an earlier conductor has. The rows must be copied.
    public static void setOnce(LedgeredSession target, Connection source, List<TableName> sequences) {
        if (!sequences.isEmpty()) {
            target.once("sequences", () -> {
                var states = readInSnapshot(source, sequences);
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
        var form = session.getMetaData().getDatabaseMajorVersion() >= OWN_CATALOG_SINCE
                ? DESCRIBED_BY_CATALOG
                : DESCRIBED_BY_ITSELF;
        var states = new LinkedHashMap<TableName, SequenceState>();
        for (var from = 0; from < sequences.size(); from += PER_QUERY) {
            read(session, form, sequences.subList(from, Math.min(sequences.size(), from + PER_QUERY)), states);
        }
        return states;
    }

    private static void read(
            Connection session, String form, List<TableName> some, Map<TableName, SequenceState> states)
            throws SQLException {
        var number = new int[] {0};
        var sql = some.stream()
                .map(name -> form.formatted(number[0]++, name.quoted(), Identifiers.literal(name.quoted())))
                .collect(Collectors.joining(" UNION ALL "));
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                states.put(
                        some.get(rows.getInt(1)),
                        new SequenceState(
                                rows.getLong(2),
                                rows.getBoolean(3),
                                rows.getLong(4),
                                rows.getBoolean(5),
                                rows.getLong(6),
                                rows.getLong(7)));
            }
        }
    }

    private static String script(Map<TableName, SequenceState> states) {
        return states.entrySet().stream()
                .map(entry -> "SELECT pg_catalog.setval(%s::pg_catalog.regclass, %d, %b);"
                        .formatted(
                                Identifiers.literal(entry.getKey().quoted()),
                                entry.getValue().lastValue(),
                                entry.getValue().called()))
                .collect(Collectors.joining("\n"));
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
