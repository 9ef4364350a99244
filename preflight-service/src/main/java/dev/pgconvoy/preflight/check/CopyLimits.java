package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.PreflightSql;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Settings that end a long read or a large sort, and that a session cannot override.
final class CopyLimits implements Check {

    private static final String LIMITS = PreflightSql.read("check/find_copy_limits");

    /// @param sortSpace `temp_file_limit` in kB; -1 for none
    /// @param snapshotAge `old_snapshot_threshold` in minutes; -1 for none, or where there is no such setting
    /// @param conflictSeconds how long a standby waits for queries before it ends them; -1 for ever, or no standby
    record Row(String server, long sortSpace, long snapshotAge, long conflictSeconds) {}

    @Override
    public String name() {
        return "copy-limits";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        findings.addAll(assessSource(row(examination.source())));
        sortSpace(row(examination.target())).ifPresent(findings::add);
        return findings;
    }

    private static Row row(ServerSession server) throws SQLException {
        return server.query(LIMITS, row -> new Row(server.server(), row.getLong(1), row.getLong(2), row.getLong(3)))
                .getFirst();
    }

    List<Finding> assessSource(Row row) {
        var findings = new ArrayList<Finding>();
        if (row.snapshotAge >= 0) {
            findings.add(warning(
                    row,
                    "old_snapshot_threshold is %d min: a copy that reads for longer ends with \"snapshot too old\"."
                            .formatted(row.snapshotAge),
                    "ALTER SYSTEM SET old_snapshot_threshold = -1; then restart the source."));
        }
        if (row.conflictSeconds >= 0) {
            findings.add(
                    warning(
                            row,
                            "It is a standby that ends queries %d s after they stand in the way of its replay; a copy that reads for longer may be ended."
                                    .formatted(row.conflictSeconds),
                            "ALTER SYSTEM SET max_standby_streaming_delay = -1; ALTER SYSTEM SET max_standby_archive_delay = -1; ALTER SYSTEM SET hot_standby_feedback = on; SELECT pg_reload_conf(); and after the migration RESET them."));
        }
        return findings;
    }

    Optional<Finding> sortSpace(Row row) {
        return row.sortSpace < 0
                ? Optional.empty()
                : Optional.of(
                        warning(
                                row,
                                "temp_file_limit is %d kB: building an index or a foreign key of a table that needs more space for sorting fails."
                                        .formatted(row.sortSpace),
                                "ALTER SYSTEM SET temp_file_limit = -1; SELECT pg_reload_conf(); or, where the role or database sets it, ALTER ROLE or ALTER DATABASE … SET temp_file_limit = -1; and set it again after the migration."));
    }

    private Finding warning(Row row, String message, String remedy) {
        return Finding.warning(name(), FindingCode.COPY_CUT_SHORT, row.server, message, remedy);
    }
}
