package dev.pgconvoy.preflight.examination;

import static java.util.stream.Collectors.toMap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// An extension that a server can create.
///
/// @param defaultVersion what it creates when no version is named, as pg_dump names none
/// @param mayCreate whether our user may, as far as PostgreSQL's own rules tell
/// @param schema where it insists on being; empty when it does not
public record OfferedExtension(
        String name, String defaultVersion, Set<String> versions, boolean mayCreate, String schema) {

    private static final String OFFERED = PreflightSql.read("check/list_offered_extensions");

    public OfferedExtension {
        versions = Set.copyOf(versions);
    }

    /// All of the server, by name.
    static Map<String, OfferedExtension> by(ServerSession server) throws SQLException {
        return server.query(OFFERED, OfferedExtension::read).stream()
                .collect(toMap(OfferedExtension::name, Function.identity()));
    }

    private static OfferedExtension read(ResultSet row) throws SQLException {
        var versions = (String[]) row.getArray(3).getArray();
        return new OfferedExtension(
                row.getString(1), row.getString(2), Set.copyOf(List.of(versions)), row.getBoolean(4), row.getString(5));
    }
}
