package dev.pgconvoy.worker.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/// How large the databases of a server are.
final class ServerSizes {

    private ServerSizes() {}

    /// Those that the user may not ask about come last.
    static List<String> largestFirst(Connection server, List<String> databases) throws SQLException {
        var sizes = new HashMap<String, Long>();
        try (var query = server.prepareStatement("""
                SELECT datname, pg_catalog.pg_database_size(oid) FROM pg_catalog.pg_database
                WHERE datname = ANY (?) AND pg_catalog.has_database_privilege(oid, 'CONNECT')""")) {
            query.setArray(1, server.createArrayOf("text", databases.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    sizes.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return databases.stream()
                .sorted(Comparator.comparingLong((String name) -> sizes.getOrDefault(name, 0L))
                        .reversed())
                .toList();
    }
}
