package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.Listing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Every table and sequence must let the source user read it.
final class ReadableTables extends DatabaseCheck<ReadableTables.Row> {

    private static final String UNREADABLE = """
            SELECT c.oid::regclass::text
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'S') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
              AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
              AND NOT (has_schema_privilege(n.oid, 'USAGE')
                       AND CASE c.relkind WHEN 'r' THEN has_table_privilege(c.oid, 'SELECT')
                                          ELSE has_sequence_privilege(c.oid, 'SELECT') END)
              AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                                           AND d.deptype = 'e')
            ORDER BY 1
            """;

    record Row(String database, String table) {}

    @Override
    public String name() {
        return "readable-tables";
    }

    @Override
    protected String question(Examination examination) {
        return UNREADABLE;
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
                Finding.error(
                        name(),
                        FindingCode.UNREADABLE_TABLES,
                        rows.getFirst().database,
                        "The source user may not read "
                                + Listing.of(rows.stream().map(Row::table).toList()) + ".",
                        "Grant it pg_read_all_data (14 and newer), or USAGE on the schemas and SELECT on the tables and sequences."));
    }
}
