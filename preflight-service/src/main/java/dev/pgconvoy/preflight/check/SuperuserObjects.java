package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Objects that an ordinary target refuses to create for a user who is no superuser; managed servers may have rules of
/// their own. The copy leaves out those that no rows need, and ends at the others. Casts, languages and rights on the
/// system have checks of their own.
final class SuperuserObjects extends DatabaseCheck<SuperuserObjects.Row> {

    private static final String OBJECTS = PreflightSql.read("check/list_superuser_objects");
    private static final String NONE = "SELECT '', false WHERE false";

    /// @param object as the server describes it
    /// @param needed whether the migration ends where the target refuses it
    record Row(String database, String object, boolean needed) {}

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
        return new Row(database, row.getString(1), row.getBoolean(2));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return assess(rows, examination.request().options().filters().areEmptyWithin());
    }

    /// @param certain whether no filter may leave out the objects
    List<Finding> assess(List<Row> rows, boolean certain) {
        var findings = new ArrayList<Finding>();
        var needed = rows.stream().filter(Row::needed).toList();
        if (!needed.isEmpty()) {
            findings.add(finding(
                    certain ? Severity.ERROR : Severity.WARNING,
                    needed,
                    "The target's user is no superuser, and the target refuses to create %d objects for it, at which the migration ends: %s.",
                    "Name a superuser as the target's user; or drop them on the source if nothing needs them."));
        }
        var others = rows.stream().filter(row -> !row.needed).toList();
        if (!others.isEmpty()) {
            findings.add(
                    finding(
                            Severity.WARNING,
                            others,
                            "The target's user is no superuser, and the target may refuse to create %d objects for it; what rows need of them ends the migration, the others are left out: %s.",
                            "Name a superuser as the target's user; or drop them on the source if nothing needs them; or create them on the target afterwards as a superuser, from pg_dump --schema-only of the source."));
        }
        return findings;
    }

    private Finding finding(Severity severity, List<Row> rows, String message, String remedy) {
        var names = NameListing.of(rows.stream().map(Row::object).toList());
        return Finding.of(
                name(),
                FindingCode.SUPERUSER_OBJECTS,
                severity,
                rows.getFirst().database,
                message.formatted(rows.size(), names),
                remedy);
    }
}
