package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;

/// A schema moves only to the same or a newer major version.
final class TargetVersion implements Check {

    record Row(String target, ServerVersion sourceVersion, ServerVersion targetVersion) {}

    @Override
    public String name() {
        return "target-version";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var target = examination.target();
        return assess(new Row(target.server(), examination.source().version(), target.version()));
    }

    List<Finding> assess(Row row) {
        if (row.targetVersion.isSameOrNewerMajorThan(row.sourceVersion)) {
            return List.of();
        }
        return List.of(Finding.error(
                name(),
                FindingCode.TARGET_TOO_OLD,
                row.target,
                "It runs PostgreSQL %s, older than the source's %s.".formatted(row.targetVersion, row.sourceVersion),
                "Choose a target with PostgreSQL %s or newer.".formatted(row.sourceVersion.major())));
    }
}
