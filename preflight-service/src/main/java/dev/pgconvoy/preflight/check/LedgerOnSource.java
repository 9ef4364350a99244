package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// The schema of our ledger does not move, so nothing of a user's may be in one of that name.
final class LedgerOnSource extends DatabaseCheck<LedgerOnSource.Row> {

    private static final String EXISTS = """
            SELECT EXISTS (SELECT FROM pg_class AS c WHERE c.relnamespace = n.oid AND c.relname = 'migration')
            FROM pg_namespace AS n
            WHERE n.nspname = 'pgconvoy_ledger'
            """;

    /// @param ledger whether it looks like a ledger of ours
    record Row(String database, boolean ledger) {}

    @Override
    public String name() {
        return "ledger-on-source";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    protected String question(Examination examination) {
        return EXISTS;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getBoolean(1));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return rows.stream().flatMap(row -> assess(row).stream()).toList();
    }

    List<Finding> assess(Row row) {
        return List.of(
                row.ledger
                        ? Finding.error(
                                name(),
                                FindingCode.LEDGER_ON_SOURCE,
                                row.database,
                                "It is the unfinished copy of a migration on the source: its schema pgconvoy_ledger says so.",
                                "Finish that migration (--resume) or drop the database. To move it as it is: DROP SCHEMA pgconvoy_ledger CASCADE.")
                        : Finding.error(
                                name(),
                                FindingCode.LEDGER_ON_SOURCE,
                                row.database,
                                "It has a schema pgconvoy_ledger. pgconvoy keeps its own state in a schema of that name, which does not move.",
                                "ALTER SCHEMA pgconvoy_ledger RENAME TO … on the source."));
    }
}
