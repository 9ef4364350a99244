package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.worker.WorkerSql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What a copy is a copy of.
///
/// @param source one database of one server
/// @param scope what of it is wanted; a copy of something else cannot be gone on with
public record CopyOrigin(String source, String scope) {

    /// By what the server says of itself; where it does not say it, by its address.
    public static CopyOrigin of(Connection source, MigrationRequest request) throws SQLException {
        var options = request.options();
        var wanted = new ArrayList<Object>(
                List.of(options.rights(), options.filters(), options.copy().onInvalidData()));
        if (!options.copy().tablespaces().isEmpty()) {
            wanted.add(new TreeMap<>(options.copy().tablespaces()));
        }
        var scope = EventJson.write(wanted);
        try (var statement = source.createStatement()) {
            var told = maySay(source) ? WorkerSql.read("ledger/identify_source") : WorkerSql.read("ledger/name_source");
            try (var row = statement.executeQuery(told)) {
                row.next();
                var identity = row.getString(1);
                return new CopyOrigin(
                        identity.startsWith("system ")
                                ? identity
                                : request.source().address() + " " + identity,
                        new String(scope, StandardCharsets.UTF_8));
            }
        }
    }

    private static boolean maySay(Connection source) throws SQLException {
        try (var statement = source.createStatement();
                var row = statement.executeQuery(
                        "SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
