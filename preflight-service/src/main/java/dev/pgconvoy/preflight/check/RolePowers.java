package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Superusers and their like, where roles are to move: these powers are not given unasked.
final class RolePowers implements Check {

    /// The first superuser is the server's own.
    private static final String POWERS = """
            SELECT rolname, concat_ws(' ', CASE WHEN rolsuper THEN 'SUPERUSER' END,
                CASE WHEN rolreplication THEN 'REPLICATION' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END)
            FROM pg_roles WHERE (rolsuper OR rolreplication OR rolbypassrls) AND oid >= 16384 ORDER BY rolname
            """;

    /// @param powers as ALTER ROLE takes them
    record Row(String role, String powers) {}

    @Override
    public String name() {
        return "role-powers";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        if (!examination.request().options().rights().migrateRoles()) {
            return List.of();
        }
        var onTarget = new HashMap<String, String>();
        rows(examination.target()).forEach(row -> onTarget.put(row.role, row.powers));
        var mover = examination.target().endpoint().user();
        return assess(
                rows(examination.source()).stream()
                        .filter(row -> !row.role.equals(mover))
                        .toList(),
                onTarget);
    }

    private static List<Row> rows(ServerSession server) throws SQLException {
        return server.query(POWERS, RolePowers::row);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getString(1), row.getString(2));
    }

    /// @param onTarget the powers that roles of the target have already
    List<Finding> assess(List<Row> source, Map<String, String> onTarget) {
        var lost = source.stream()
                .filter(row -> !OwnerRoles.isProvided(row.role))
                .filter(row -> !row.powers.equals(onTarget.get(row.role)))
                .toList();
        if (lost.isEmpty()) {
            return List.of();
        }
        var statements = lost.stream()
                .map(row -> "ALTER ROLE %s WITH %s;".formatted(quoted(row.role), row.powers))
                .collect(Collectors.joining(" "));
        return List.of(Finding.warning(
                name(),
                FindingCode.POWERS_NOT_MOVED,
                "roles",
                "These roles of the source (%d) have powers that are not moved: %s."
                        .formatted(
                                lost.size(),
                                NameListing.of(lost.stream()
                                        .map(row -> quoted(row.role) + " (" + row.powers + ")")
                                        .toList())),
                "Take them from these roles at the source if they need none; or, where the target has superusers, apply there after the migration: "
                        + statements));
    }
}
