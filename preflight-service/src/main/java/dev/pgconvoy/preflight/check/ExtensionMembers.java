package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;

/// Members of extensions that users gave to somebody else: `CREATE EXTENSION` makes them as they were. (Rights on them
/// move. A changed body looks like one of another version, and is not seen.)
final class ExtensionMembers extends DatabaseCheck<ExtensionMembers.Row> {

    private static final String CHANGED = PreflightSql.read("check/list_changed_members");

    /// @param member as the server describes it
    record Row(String database, String extension, String member, String owner) {

        String told() {
            return "%s, which belongs to %s".formatted(member, quoted(owner));
        }
    }

    @Override
    public String name() {
        return "extension-members";
    }

    @Override
    protected String question(Examination examination) {
        return CHANGED;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1), row.getString(2), row.getString(3));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return assess(rows);
    }

    List<Finding> assess(List<Row> rows) {
        return rows.stream().collect(groupingBy(Row::extension, TreeMap::new, toList())).values().stream()
                .map(this::changed)
                .toList();
    }

    private Finding changed(List<Row> rows) {
        var row = rows.getFirst();
        return Finding.warning(
                name(),
                FindingCode.EXTENSION_CHANGED,
                "extension %s in \"%s\"".formatted(quoted(row.extension), row.database),
                "These of its members got another owner, and will have the extension's on the target: %s."
                        .formatted(NameListing.of(rows.stream().map(Row::told).toList())),
                "If something needs it, after the migration as a superuser of the target in this database: ALTER %s OWNER TO %s; and so on for each."
                        .formatted(row.member, quoted(row.owner)));
    }
}
