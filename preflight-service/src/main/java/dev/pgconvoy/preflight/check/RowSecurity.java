package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Row-level security must not hide rows from the source user.
final class RowSecurity extends DatabaseCheck<RowSecurity.Row> {

    private static final String SECURED = """
            SELECT c.oid::regclass::text
            FROM pg_class AS c
            WHERE c.relkind = 'r' AND c.relrowsecurity AND row_security_active(c.oid)
            ORDER BY 1
            """;

    record Row(String database, String table) {}

    @Override
    public String name() {
        return "row-security";
    }

    @Override
    protected String question(Examination examination) {
        return SECURED;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return assess(examination.source().endpoint().user(), rows);
    }

    List<Finding> assess(String user, List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var statement = "ALTER ROLE %s BYPASSRLS;".formatted(quoted(user));
        return List.of(Finding.error(
                        name(),
                        FindingCode.ROWS_HIDDEN,
                        rows.getFirst().database,
                        "Row-level security hides rows of these tables from the source user: "
                                + NameListing.of(rows.stream().map(Row::table).toList()) + ".",
                        statement + " on the source, as a superuser; or name the tables' owner as the source user.")
                .atSource(statement));
    }
}
