package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Publications move as definitions; who follows the source goes on following it. One of all tables may be refused to a
/// user who is no superuser.
final class Publications extends DatabaseCheck<Publications.Row> {

    private static final String PUBLICATIONS = "SELECT pubname, puballtables FROM pg_publication ORDER BY pubname";
    private static final String BEFORE_10 = "SELECT '', false WHERE false";
    private static final int FIRST = 10;

    record Row(String database, String publication, boolean ofAllTables) {}

    @Override
    public String name() {
        return "publications";
    }

    @Override
    protected String question(Examination examination) throws SQLException {
        return examination.source().version().isAtLeast(FIRST) ? PUBLICATIONS : BEFORE_10;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1), row.getBoolean(2));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) throws SQLException {
        return rows.isEmpty()
                ? List.of()
                : assess(rows, examination.targetUser().isSuperuser());
    }

    List<Finding> assess(List<Row> rows, boolean superuser) {
        var findings = new ArrayList<Finding>();
        if (!rows.isEmpty()) {
            findings.add(
                    Finding.of(
                            name(),
                            FindingCode.PUBLICATIONS,
                            Severity.INFO,
                            rows.getFirst().database,
                            "%d publications move as definitions; who subscribes to them goes on with the source: %s."
                                    .formatted(rows.size(), names(rows)),
                            "When the applications use the target, let each subscriber follow it: ALTER SUBSCRIPTION … CONNECTION 'host=<target> …'; with a new slot there."));
        }
        var ofAllTables = rows.stream().filter(Row::ofAllTables).toList();
        if (!ofAllTables.isEmpty() && !superuser) {
            findings.add(Finding.warning(
                    name(),
                    FindingCode.SUPERUSER_OBJECTS,
                    ofAllTables.getFirst().database,
                    "The target's user is no superuser, and the target may refuse it publications of all tables: %s."
                            .formatted(names(ofAllTables)),
                    "Name a superuser as the target's user; or afterwards, as a superuser of the target in this database: %s"
                            .formatted(String.join(
                                    " ",
                                    ofAllTables.stream()
                                            .map(row -> "CREATE PUBLICATION %s FOR ALL TABLES;"
                                                    .formatted(quoted(row.publication)))
                                            .toList()))));
        }
        return findings;
    }

    private static String names(List<Row> rows) {
        return NameListing.of(rows.stream().map(row -> quoted(row.publication)).toList());
    }
}
