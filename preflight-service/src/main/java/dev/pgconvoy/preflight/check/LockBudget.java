package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// pg_dump locks all tables of a database in one transaction; the server must have room for that many locks.
final class LockBudget extends DatabaseCheck<LockBudget.Row> {

    private static final String LOCKS = """
            SELECT (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relpersistence <> 't'),
                   current_setting('max_locks_per_transaction')::bigint
                   * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint)
            """;

    record Row(String database, long tables, long locks) {}

    @Override
    public String name() {
        return "lock-budget";
    }

    @Override
    protected String question(Examination examination) {
        return LOCKS;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getLong(1), row.getLong(2));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return rows.stream().flatMap(row -> assess(row).stream()).toList();
    }

    List<Finding> assess(Row row) {
        var message = "It has %d tables, all of which the dump locks at once; the source server has room for %d locks."
                .formatted(row.tables, row.locks);
        var remedy = "Raise max_locks_per_transaction on the source and restart it.";
        if (row.tables >= row.locks) {
            return List.of(Finding.error(name(), FindingCode.FEW_LOCKS, row.database, message, remedy));
        }
        return row.tables * 2 >= row.locks
                ? List.of(Finding.warning(name(), FindingCode.FEW_LOCKS, row.database, message, remedy))
                : List.of();
    }
}
