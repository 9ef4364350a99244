package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Objects that an ordinary target refuses to create for a user who is no superuser; managed servers may have rules of
/// their own. Casts, languages and rights on the system have checks of their own.
final class SuperuserObjects extends DatabaseCheck<SuperuserObjects.Row> {

    private static final String OBJECTS = PreflightSql.read("check/list_superuser_objects");
    private static final String NONE = "SELECT '' WHERE false";

    /// @param object as the server describes it
    record Row(String database, String object) {}

    @Override
    public String name() {
        return "superuser-objects";
    }

    @Override
    protected String question(Examination examination) throws SQLException {
        return examination.targetUser().isSuperuser() ? NONE : OBJECTS;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return assess(rows);
    }

    List<Finding> assess(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return List.of(
                Finding.warning(
                        name(),
                        FindingCode.SUPERUSER_OBJECTS,
                        rows.getFirst().database,
                        "The target's user is no superuser, and the target may refuse to create %d objects for it; what rows need of them ends the migration, the others are left out: %s."
                                .formatted(
                                        rows.size(),
                                        NameListing.of(
                                                rows.stream().map(Row::object).toList())),
                        "Name a superuser as the target's user; or drop them on the source if nothing needs them; or create them on the target afterwards as a superuser, from pg_dump --schema-only of the source."));
    }
}
