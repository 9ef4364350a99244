package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;

/// pg_dump reads servers up to its own major version. This machine stands for the copy workers', which are installed
/// alike.
final class PgDumpVersion implements Check {

    record Row(PgTools tools, ServerVersion source) {}

    @Override
    public String name() {
        return "pg-dump-version";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        try {
            return assess(
                    new Row(examination.tools().get(), examination.source().version()));
        } catch (MigrationException e) {
            var failure = e.failure();
            return List.of(Finding.error(
                    name(), FindingCode.PG_DUMP_UNUSABLE, failure.object(), failure.message(), failure.remedy()));
        }
    }

    List<Finding> assess(Row row) {
        if (row.tools.canDump(row.source)) {
            return row.tools.neededUpdate().map(update -> unmended(row.tools, update)).stream()
                    .toList();
        }
        return List.of(Finding.error(
                name(),
                FindingCode.PG_DUMP_TOO_OLD,
                row.tools.dump().toString(),
                "pg_dump %s cannot read the source, which runs PostgreSQL %s."
                        .formatted(row.tools.version(), row.source),
                "Install the PostgreSQL client %s or newer for every pgconvoy service (./pgconvoy doctor has the command), or set PGCONVOY_PG_BIN."
                        .formatted(row.source.major())));
    }

    private Finding unmended(PgTools tools, String update) {
        return Finding.warning(
                name(),
                FindingCode.PG_DUMP_UNMENDED,
                tools.dump().toString(),
                "pg_dump and pg_restore %s let whoever names objects at the source run SQL on the target (CVE-2025-8714, CVE-2025-8715)."
                        .formatted(tools.version()),
                "Install the PostgreSQL client %s or newer for every pgconvoy service.".formatted(update));
    }
}
