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

/// Materialized views are filled anew on the target. Where they read foreign tables, the target must reach the foreign
/// servers while it is migrated, and nobody can try that from here.
final class MaterializedForeignRows extends DatabaseCheck<MaterializedForeignRows.Row> {

    private static final String VIEWS = PreflightSql.read("check/list_materialized_foreign_rows");

    /// @param view quoted where that is needed
    /// @param address of the foreign server, as its options say it
    record Row(String database, String view, String server, String address) {

        String told() {
            return "%s reads from %s%s"
                    .formatted(view, quoted(server), address.isEmpty() ? "" : " (%s)".formatted(address));
        }
    }

    @Override
    public String name() {
        return "materialized-foreign-rows";
    }

    @Override
    protected String question(Examination examination) {
        return VIEWS;
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
        if (rows.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.warning(
                name(),
                FindingCode.FOREIGN_ROWS_NEEDED,
                rows.getFirst().database,
                "These materialized views are filled on the target, which must reach foreign servers for it; otherwise they stay empty: %s."
                        .formatted(NameListing.of(rows.stream().map(Row::told).toList())),
                "Let the target reach these servers (network, pg_hba.conf, user mappings); or afterwards, on the target in this database: "
                        + rows.stream()
                                .map(row -> "REFRESH MATERIALIZED VIEW %s;".formatted(row.view))
                                .distinct()
                                .collect(joining(" "))));
    }
}
