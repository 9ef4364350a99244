package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// Tables `WITH OIDS`, which sources before 12 may have: the table moves, and the OIDs of its rows are lost.
final class TablesWithOids extends DatabaseCheck<TablesWithOids.Row> {

    private static final String TABLES = PreflightSql.read("check/list_tables_with_oids");

    record Row(String database, TableName table) {}

    @Override
    public String name() {
        return "tables-with-oids";
    }

    @Override
    protected String question(Examination examination) {
        return TABLES;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, new TableName(row.getString(1), row.getString(2)));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        var rules = new FilterRules(examination.request().options().filters());
        return assess(rows.stream()
                .filter(row -> rules.includesTable(row.table.schema(), row.table.name()))
                .toList());
    }

    List<Finding> assess(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var tables = rows.stream().map(row -> row.table.quoted()).toList();
        return List.of(Finding.error(
                name(),
                FindingCode.TABLE_WITH_OIDS,
                rows.getFirst().database,
                "The rows of these tables have OIDs, which the target does not know, so that they would be lost: %s."
                        .formatted(NameListing.of(tables)),
                "Where something needs them, copy them to a column first (ALTER TABLE %s ADD COLUMN former_oid oid; UPDATE %s SET former_oid = oid;). Then, on the source in this database: %s"
                        .formatted(
                                tables.getFirst(),
                                tables.getFirst(),
                                tables.stream()
                                        .map("ALTER TABLE %s SET WITHOUT OIDS;"::formatted)
                                        .collect(Collectors.joining(" ")))));
    }
}
