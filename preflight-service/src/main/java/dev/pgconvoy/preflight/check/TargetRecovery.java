package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;

/// Nothing can be written to a standby.
final class TargetRecovery implements Check {

    private static final String RECOVERY = "SELECT pg_is_in_recovery()";

    record Row(String target, boolean inRecovery) {}

    @Override
    public String name() {
        return "target-recovery";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var target = examination.target();
        return assess(new Row(
                target.server(),
                target.query(RECOVERY, row -> row.getBoolean(1)).getFirst()));
    }

    List<Finding> assess(Row row) {
        if (!row.inRecovery) {
            return List.of();
        }
        return List.of(Finding.error(
                name(),
                FindingCode.TARGET_IN_RECOVERY,
                row.target,
                "It is in recovery: a standby, to which nothing can be written.",
                "Name its primary as the target, or promote it (SELECT pg_promote())."));
    }
}
