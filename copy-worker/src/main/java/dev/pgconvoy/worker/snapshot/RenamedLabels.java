package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.worker.snapshot.SourceSession.EnumLabel;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/// Labels of enums that have another name now than in a snapshot. No lock keeps them from being renamed, and a server
/// writes the present ones, also inside an old snapshot: rows that were read later would be of another label.
final class RenamedLabels {

    private RenamedLabels() {}

    /// The type of one that was renamed.
    ///
    /// @param inside a session in the snapshot
    static Optional<String> firstType(SourceSession inside, SourceSession.Opening open) throws SQLException {
        var seen = inside.labels();
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        try (var outside = open.open()) {
            return firstType(seen, outside.labels());
        }
    }

    static Optional<String> firstType(Map<Long, EnumLabel> seen, Map<Long, EnumLabel> current) {
        return seen.entrySet().stream()
                .filter(label -> current.containsKey(label.getKey())
                        && !current.get(label.getKey())
                                .name()
                                .equals(label.getValue().name()))
                .map(label -> label.getValue().type())
                .findFirst();
    }
}
