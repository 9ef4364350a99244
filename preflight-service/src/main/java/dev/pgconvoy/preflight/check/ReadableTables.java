package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.joining;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// Every table and sequence must let the source user read it.
final class ReadableTables extends DatabaseCheck<ReadableTables.Row> {

    private static final String UNREADABLE = """
            SELECT quote_ident(n.nspname), quote_ident(c.relname), c.relkind
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'S') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
              AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
              AND NOT (has_schema_privilege(n.oid, 'USAGE')
                       AND CASE c.relkind WHEN 'r' THEN has_table_privilege(c.oid, 'SELECT')
                                          ELSE has_sequence_privilege(c.oid, 'SELECT') END)
              AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                                           AND d.deptype = 'e')
            ORDER BY n.nspname, c.relname
            """;

    /// @param schema quoted, as is the table's name
    /// @param sequence whether it is one, not a table
    record Row(String database, String schema, String table, boolean sequence) {

        String object() {
            return schema + "." + table;
        }
    }

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
        return new Row(
                database, row.getString(1), row.getString(2), row.getString(3).equals("S"));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return assess(examination.source().endpoint().user(), rows);
    }

    List<Finding> assess(String user, List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.error(
                        name(),
                        FindingCode.UNREADABLE_TABLES,
                        rows.getFirst().database,
                        "The source user may not read "
                                + NameListing.of(rows.stream().map(Row::object).toList()) + ".",
                        "GRANT pg_read_all_data TO %s; on the source (14 and newer), or grant it USAGE on the schemas and SELECT on the tables and sequences."
                                .formatted(quoted(user)))
                .inSource(rows.getFirst().database, grants(user, rows)));
    }

    private static String grants(String user, List<Row> rows) {
        var usage = rows.stream()
                .map(Row::schema)
                .distinct()
                .map(schema -> "GRANT USAGE ON SCHEMA %s TO %s;".formatted(schema, quoted(user)));
        var select = rows.stream()
                .map(row -> "GRANT SELECT ON %s %s TO %s;"
                        .formatted(row.sequence ? "SEQUENCE" : "TABLE", row.object(), quoted(user)));
        return Stream.concat(usage, select).collect(joining("\n"));
    }
}
