package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What leads to other servers moves as a definition only.
final class ForeignObjects extends DatabaseCheck<ForeignObjects.Row> {

    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM pg_foreign_table),
                   (SELECT count(*) FROM pg_foreign_server),
                   %s,
                   (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
            """;
    private static final String SUBSCRIPTIONS =
            "ARRAY(SELECT subname::text FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1)";
    private static final int FIRST_WITH_SUBSCRIPTIONS = 10;

    /// @param subscriptions their names
    /// @param superuser whether the source's user is one: pg_dump shows subscriptions to no other
    record Row(String database, long tables, long servers, List<String> subscriptions, boolean superuser) {

        Row {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    @Override
    public String name() {
        return "foreign-objects";
    }

    @Override
    protected String question(Examination examination) throws SQLException {
        return COUNTS.formatted(
                examination.source().version().isAtLeast(FIRST_WITH_SUBSCRIPTIONS) ? SUBSCRIPTIONS : "'{}'::text[]");
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(
                database,
                row.getLong(1),
                row.getLong(2),
                List.of((String[]) row.getArray(3).getArray()),
                row.getBoolean(4));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return rows.stream().flatMap(row -> assess(row).stream()).toList();
    }

    List<Finding> assess(Row row) {
        var findings = new ArrayList<Finding>();
        if (row.tables > 0 || row.servers > 0) {
            findings.add(Finding.info(
                    name(),
                    FindingCode.FOREIGN_TABLES,
                    row.database,
                    "%d foreign servers and %d foreign tables move as definitions; the target must reach those servers."
                            .formatted(row.servers, row.tables)));
        }
        if (!row.subscriptions.isEmpty() && !row.superuser) {
            findings.add(
                    Finding.warning(
                            name(),
                            FindingCode.SUBSCRIPTIONS,
                            row.database,
                            "%d subscriptions do not move, because only superusers of the source may read them: %s."
                                    .formatted(row.subscriptions.size(), NameListing.of(row.subscriptions)),
                            "Name a superuser as the source's user, or create them by hand on the target (CREATE SUBSCRIPTION … WITH (connect = false))."));
        }
        if (!row.subscriptions.isEmpty() && row.superuser) {
            findings.add(Finding.info(
                    name(),
                    FindingCode.SUBSCRIPTIONS,
                    row.database,
                    "%d subscriptions are made on the target without a slot and disabled, if its user may; they do not start."
                            .formatted(row.subscriptions.size())));
        }
        return findings;
    }
}
