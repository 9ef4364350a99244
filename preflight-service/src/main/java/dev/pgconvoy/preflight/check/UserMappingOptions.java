package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.joining;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Options of user mappings, mostly passwords, are shown to few. Those that the source's user does not see do not move,
/// and nothing tells whether there are any.
final class UserMappingOptions extends DatabaseCheck<UserMappingOptions.Row> {

    private static final String HIDDEN = PreflightSql.read("check/list_hidden_mappings");

    /// @param role empty for `PUBLIC`
    record Row(String database, String server, String role) {

        String mapping() {
            return "USER MAPPING FOR %s SERVER %s".formatted(role.isEmpty() ? "PUBLIC" : quoted(role), quoted(server));
        }
    }

    @Override
    public String name() {
        return "user-mapping-options";
    }

    @Override
    protected String question(Examination examination) {
        return HIDDEN;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1), row.getString(2));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return assess(rows);
    }

    List<Finding> assess(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.warning(
                name(),
                FindingCode.OPTIONS_HIDDEN,
                rows.getFirst().database,
                "The source's user does not see the options of these, so that they arrive without them: %s."
                        .formatted(
                                NameListing.of(rows.stream().map(Row::mapping).toList())),
                "Name a superuser as the source's user; or add the options on the target afterwards: "
                        + rows.stream()
                                .map(row ->
                                        "ALTER %s OPTIONS (ADD user '…', ADD password '…');".formatted(row.mapping()))
                                .collect(joining(" "))));
    }
}
