package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;

/// The source must be one that pg_dump and we can read.
final class SourceVersion implements Check {

    private static final ServerVersion OLDEST = new ServerVersion(90_500);

    record Row(String server, ServerVersion version) {}

    @Override
    public String name() {
        return "source-version";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var source = examination.source();
        return assess(new Row(source.server(), source.version()));
    }

    List<Finding> assess(Row row) {
        if (row.version.compareTo(OLDEST) >= 0) {
            return List.of();
        }
        return List.of(Finding.error(
                name(),
                FindingCode.SOURCE_TOO_OLD,
                row.server,
                "It runs PostgreSQL %s; sources from %s on can be migrated.".formatted(row.version, OLDEST.major()),
                "Upgrade the source to PostgreSQL %s or newer.".formatted(OLDEST.major())));
    }
}
