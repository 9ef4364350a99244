package dev.pgconvoy.worker.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Labels of enums that have another name now than in a snapshot. No lock keeps them from being renamed, and a server
/// writes the present ones, also inside an old snapshot: rows that were read later would be of another label.
final class RenamedLabels {

    private static final String READ = """
            SELECT e.oid::int8, pg_catalog.format('%I.%I', n.nspname, t.typname), e.enumlabel
            FROM pg_catalog.pg_enum AS e
            JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace""";

    private RenamedLabels() {}

    private record Label(String type, String name) {}

    /// The type of one that was renamed.
    ///
    /// @param inside a session in the snapshot
    static Optional<String> firstType(Connection inside, SourceSnapshot.OpenSession open) throws SQLException {
        var seen = read(inside);
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        try (var outside = open.open()) {
            var current = read(outside);
            return seen.entrySet().stream()
                    .filter(label -> current.containsKey(label.getKey())
                            && !current.get(label.getKey())
                                    .name()
                                    .equals(label.getValue().name()))
                    .map(label -> label.getValue().type())
                    .findFirst();
        }
    }

    private static Map<Long, Label> read(Connection session) throws SQLException {
        var labels = new HashMap<Long, Label>();
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(READ)) {
            while (rows.next()) {
                labels.put(rows.getLong(1), new Label(rows.getString(2), rows.getString(3)));
            }
        }
        return labels;
    }
}
