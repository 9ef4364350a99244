package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.joining;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Constraints that the source does not hold its rows to. A foreign key whose triggers are disabled counts as valid
/// there, and the target checks all of its rows: the first orphan ends the migration when everything is copied.
final class UnprovenConstraints extends DatabaseCheck<UnprovenConstraints.Row> {

    private static final String CONSTRAINTS = PreflightSql.read("check/list_unproven_constraints");

    enum Kind {
        DISABLED,
        NOT_VALID
    }

    /// @param holder the table, or the domain
    record Row(String database, Kind kind, TableName holder, String constraint, boolean ofDomain) {

        String told() {
            return "%s on %s".formatted(quoted(constraint), holder.quoted());
        }

        String validate() {
            return "ALTER %s %s VALIDATE CONSTRAINT %s;"
                    .formatted(ofDomain ? "DOMAIN" : "TABLE", holder.quoted(), quoted(constraint));
        }

        String enable() {
            return "ALTER TABLE %s ENABLE TRIGGER ALL;".formatted(holder.quoted());
        }
    }

    @Override
    public String name() {
        return "unproven-constraints";
    }

    @Override
    protected String question(Examination examination) {
        return CONSTRAINTS;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(
                database,
                Kind.valueOf(row.getString(1)),
                new TableName(row.getString(3), row.getString(2)),
                row.getString(4),
                row.getBoolean(5));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return assess(rows);
    }

    List<Finding> assess(List<Row> rows) {
        var findings = new ArrayList<Finding>();
        for (var kind : Kind.values()) {
            var of = rows.stream().filter(row -> row.kind == kind).toList();
            if (!of.isEmpty()) {
                findings.add(unproven(kind, of));
            }
        }
        return findings;
    }

    private Finding unproven(Kind kind, List<Row> rows) {
        var names = NameListing.of(rows.stream().map(Row::told).toList());
        return switch (kind) {
            case DISABLED ->
                unproven(
                        Severity.WARNING,
                        rows,
                        "The triggers of these foreign keys are disabled at the source, so that rows may violate them; the target checks every row, and the migration fails at the first that does: %s."
                                .formatted(names),
                        "Ask for checkData to know; or on the source: %s and correct what SELECT … LEFT JOIN … shows; or migrate with onInvalidData not-valid (--on-invalid-data not-valid)."
                                .formatted(statements(rows, Row::enable)));
            case NOT_VALID ->
                unproven(
                        Severity.INFO,
                        rows,
                        "These constraints are NOT VALID at the source, and will be on the target: rows may violate them. %s."
                                .formatted(names),
                        "On the source, or on the target afterwards: " + statements(rows, Row::validate));
        };
    }

    private Finding unproven(Severity severity, List<Row> rows, String message, String remedy) {
        return Finding.of(
                name(), FindingCode.CONSTRAINTS_UNPROVEN, severity, rows.getFirst().database, message, remedy);
    }

    private static String statements(List<Row> rows, Function<Row, String> statement) {
        return rows.stream().map(statement).distinct().collect(joining(" "));
    }
}
