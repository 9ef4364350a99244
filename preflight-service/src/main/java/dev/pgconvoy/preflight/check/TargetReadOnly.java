package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.SQLException;
import java.util.List;

/// A target whose sessions begin read-only. Ours begin otherwise, so that the copy is made; but applications could not
/// write to it, and some providers set this when the storage is nearly full.
final class TargetReadOnly implements Check {

    private static final String DEFAULT = PreflightSql.read("check/find_read_only_default");

    /// What says how a session begins.
    enum Origin {
        SERVER,
        ALL_ROLES,
        /// The maintenance database, which is none of those that move.
        DATABASE,
        /// The target's user, of which [HostileSettings] tells.
        USER
    }

    record Row(String target, boolean readOnly, Origin origin) {}

    @Override
    public String name() {
        return "target-read-only";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var target = examination.target();
        return assess(target.query(
                        DEFAULT, row -> new Row(target.server(), row.getBoolean(1), Origin.valueOf(row.getString(2))))
                .getFirst());
    }

    List<Finding> assess(Row row) {
        if (!row.readOnly) {
            return List.of();
        }
        return switch (row.origin) {
            case SERVER ->
                warning(
                        row,
                        "ALTER SYSTEM SET default_transaction_read_only = off; SELECT pg_reload_conf(); (in Azure: az postgres flexible-server parameter set --resource-group <group> --server-name <server> --name default_transaction_read_only --value off)");
            case ALL_ROLES -> {
                var statement = "ALTER ROLE ALL RESET default_transaction_read_only;";
                yield warning(row, statement).stream()
                        .map(finding -> finding.atTarget(statement))
                        .toList();
            }
            case DATABASE, USER -> List.of();
        };
    }

    private List<Finding> warning(Row row, String remedy) {
        return List.of(Finding.warning(
                name(),
                FindingCode.TARGET_READ_ONLY,
                row.target,
                "Its sessions begin read-only (default_transaction_read_only = on). The migration's own sessions override it, but applications will not be able to write. Some providers set it when the storage is nearly full: look at the free space first.",
                remedy));
    }
}
