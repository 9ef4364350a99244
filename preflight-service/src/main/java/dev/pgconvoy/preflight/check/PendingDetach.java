package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// A partition whose DETACH CONCURRENTLY was interrupted is neither in nor out: queries of its
/// tree leave its rows out, and a dump attaches it.
final class PendingDetach extends DatabaseCheck<PendingDetach.Row> {

    /// Servers before 14 have no such column.
    private static final String PENDING = """
            SELECT inhparent::regclass::text, inhrelid::regclass::text
            FROM pg_inherits AS i
            WHERE to_jsonb(i) ->> 'inhdetachpending' = 'true'
            ORDER BY 1, 2
            """;

    record Row(String database, String parent, String partition) {}

    @Override
    public String name() {
        return "pending-detach";
    }

    @Override
    protected String question(Examination examination) {
        return PENDING;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1), row.getString(2));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return rows.stream().map(this::assess).toList();
    }

    Finding assess(Row row) {
        var statement = "ALTER TABLE %s DETACH PARTITION %s FINALIZE;".formatted(row.parent, row.partition);
        return Finding.error(
                        name(),
                        FindingCode.DETACH_PENDING,
                        "partition %s in \"%s\"".formatted(row.partition, row.database),
                        "Its DETACH CONCURRENTLY from %s was interrupted: queries leave its rows out, and the copy would have them."
                                .formatted(row.parent),
                        "Finish it at the source: " + statement)
                .inSource(row.database, statement);
    }
}
