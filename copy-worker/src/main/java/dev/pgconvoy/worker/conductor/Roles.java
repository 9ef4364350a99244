package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.worker.schema.TocEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Owners that the archive names and the target lacks.
final class Roles {

    private Roles() {}

    static List<String> missing(Connection target, List<TocEntry> entries) throws SQLException {
        var owners = entries.stream()
                .map(TocEntry::owner)
                .filter(owner -> !owner.isEmpty())
                .distinct()
                .toArray(String[]::new);
        try (var statement = target.prepareStatement("""
                SELECT owner FROM pg_catalog.unnest(?::text[]) AS owner
                WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = owner)
                ORDER BY owner""")) {
            statement.setArray(1, target.createArrayOf("text", owners));
            var missing = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.add(rows.getString(1));
                }
            }
            return missing;
        }
    }

    static Finding missingFinding(String role) {
        return Finding.warning(
                "owners",
                "PGC2003",
                "role \"%s\"".formatted(role),
                "The role owns objects at the source and does not exist on the target; all objects belong to the migration user.",
                "Create the role before the migration, or reassign the objects afterwards (ALTER … OWNER TO).");
    }
}
