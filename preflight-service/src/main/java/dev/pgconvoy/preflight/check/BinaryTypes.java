package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Tables with types that cannot be sent in binary are copied as text.
final class BinaryTypes extends DatabaseCheck<BinaryTypes.Row> {

    private static final String TEXT_ONLY = """
            SELECT DISTINCT coalesce(e.oid, t.oid)::regtype::text
            FROM pg_attribute AS a
            JOIN pg_class AS c ON c.oid = a.attrelid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_type AS e ON e.oid = t.typelem AND t.typlen = -1
            WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
              AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
              AND (t.typsend = 0 OR t.typreceive = 0 OR e.typsend = 0 OR e.typreceive = 0)
            ORDER BY 1
            """;

    record Row(String database, String type) {}

    @Override
    public String name() {
        return "binary-types";
    }

    @Override
    protected String question(Examination examination) {
        return TEXT_ONLY;
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
        return List.of(Finding.info(
                name(),
                FindingCode.TEXT_ONLY_TYPES,
                rows.getFirst().database,
                "Tables with these types are copied as text, which is slower: "
                        + NameListing.of(rows.stream().map(Row::type).toList()) + "."));
    }
}
