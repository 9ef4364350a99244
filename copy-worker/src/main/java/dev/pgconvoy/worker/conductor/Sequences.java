package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The values of sequences, many per round trip.
final class Sequences {

    private static final int PER_QUERY = 200;

    private Sequences() {}

    record Value(long lastValue, boolean called) {}

    static Map<TableName, Value> read(Connection session, List<TableName> sequences) throws SQLException {
        var values = new LinkedHashMap<TableName, Value>();
        for (var from = 0; from < sequences.size(); from += PER_QUERY) {
            var some = sequences.subList(from, Math.min(sequences.size(), from + PER_QUERY));
            var number = new int[] {0};
            var sql = some.stream()
                    .map(name -> "SELECT %d, last_value, is_called FROM %s".formatted(number[0]++, name.quoted()))
                    .collect(Collectors.joining(" UNION ALL "));
            try (var statement = session.createStatement();
                    var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    values.put(some.get(rows.getInt(1)), new Value(rows.getLong(2), rows.getBoolean(3)));
                }
            }
        }
        return values;
    }

    static String script(Map<TableName, Value> values) {
        return values.entrySet().stream()
                .map(entry -> "SELECT pg_catalog.setval(%s::pg_catalog.regclass, %d, %b);"
                        .formatted(
                                Identifiers.literal(entry.getKey().quoted()),
                                entry.getValue().lastValue(),
                                entry.getValue().called()))
                .collect(Collectors.joining("\n"));
    }

    static List<Difference> compare(Map<TableName, Value> source, Map<TableName, Value> target) {
        var differences = new ArrayList<Difference>();
        source.forEach((name, value) -> {
            if (!value.equals(target.get(name))) {
                differences.add(new Difference(
                        name.toString(), "sequence", value.toString(), String.valueOf(target.get(name))));
            }
        });
        return differences;
    }
}
