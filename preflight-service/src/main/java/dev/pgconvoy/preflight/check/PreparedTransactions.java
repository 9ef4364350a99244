package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// What a prepared transaction has written is not in the snapshot, and its locks can block the dump.
final class PreparedTransactions extends DatabaseCheck<PreparedTransactions.Row> {

    private static final String PREPARED = "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()";

    record Row(String database, long prepared) {}

    @Override
    public String name() {
        return "prepared-transactions";
    }

    @Override
    protected String question(Examination examination) {
        return PREPARED;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getLong(1));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return rows.stream().flatMap(row -> assess(row).stream()).toList();
    }

    List<Finding> assess(Row row) {
        if (row.prepared == 0) {
            return List.of();
        }
        return List.of(Finding.warning(
                name(),
                FindingCode.PREPARED_TRANSACTIONS,
                row.database,
                "%d prepared transactions are open; what they wrote is not moved, and their locks can hold up the dump."
                        .formatted(row.prepared),
                "COMMIT PREPARED or ROLLBACK PREPARED them first (pg_prepared_xacts)."));
    }
}
