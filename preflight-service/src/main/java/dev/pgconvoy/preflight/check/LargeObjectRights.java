package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Every large object must let the source user read it.
final class LargeObjectRights extends DatabaseCheck<LargeObjectRights.Row> {

    private static final String UNREADABLE = """
            SELECT count(*)
            FROM pg_largeobject_metadata AS m
            WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
              AND NOT pg_has_role(m.lomowner, 'USAGE')
              AND NOT EXISTS (SELECT FROM aclexplode(m.lomacl) AS a
                              WHERE a.privilege_type = 'SELECT' AND (a.grantee = 0 OR pg_has_role(a.grantee, 'USAGE')))
            """;

    record Row(String database, long unreadable) {}

    @Override
    public String name() {
        return "large-object-rights";
    }

    @Override
    protected String question(Examination examination) {
        return UNREADABLE;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getLong(1));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return rows.stream().flatMap(row -> assess(row).stream()).toList();
    }

    List<Finding> assess(Row row) {
        if (row.unreadable == 0) {
            return List.of();
        }
        return List.of(Finding.error(
                name(),
                FindingCode.UNREADABLE_LARGE_OBJECTS,
                row.database,
                "The source user may not read %d large objects.".formatted(row.unreadable),
                "GRANT SELECT ON LARGE OBJECT … to it, or make it a member of their owners."));
    }
}
