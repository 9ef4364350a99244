package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;

/// A target that waits for a synchronous standby before it commits, and has none: the first commit would never return.
final class SynchronousStandby implements Check {

    private static final String WAITS = """
            SELECT current_setting('synchronous_standby_names'), (SELECT count(*) FROM pg_stat_replication)
            """;

    /// @param names `synchronous_standby_names`
    /// @param connected standbys and other receivers of WAL
    record Row(String server, String names, long connected) {}

    @Override
    public String name() {
        return "synchronous-standby";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var target = examination.target();
        return assess(target.query(WAITS, row -> new Row(target.server(), row.getString(1), row.getLong(2)))
                .getFirst());
    }

    List<Finding> assess(Row row) {
        if (row.names.isBlank() || row.connected > 0) {
            return List.of();
        }
        return List.of(
                Finding.error(
                        name(),
                        FindingCode.NO_SYNCHRONOUS_STANDBY,
                        row.server,
                        "synchronous_standby_names is %s, and no standby is connected: the first commit would wait for ever."
                                .formatted(row.names),
                        "Start the standby; or ALTER SYSTEM SET synchronous_standby_names = ''; SELECT pg_reload_conf(); and after the migration ALTER SYSTEM RESET synchronous_standby_names; SELECT pg_reload_conf();"));
    }
}
