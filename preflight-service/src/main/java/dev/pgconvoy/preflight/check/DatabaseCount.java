package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.util.List;

/// There must be something to migrate, and not more than one migration takes.
final class DatabaseCount implements Check {

    /// @param most that one migration takes
    record Row(String source, int databases, int most) {}

    @Override
    public String name() {
        return "database-count";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    public List<Finding> run(Examination examination) {
        return assess(new Row(
                examination.source().server(), examination.selection().names().size(), examination.mostDatabases()));
    }

    List<Finding> assess(Row row) {
        if (row.databases == 0) {
            return List.of(Finding.error(
                    name(),
                    FindingCode.NO_DATABASE,
                    row.source,
                    "It has no database to migrate; postgres and templates do not count.",
                    "Name the databases in the request, or name another source."));
        }
        if (row.databases > row.most) {
            return List.of(Finding.error(
                    name(),
                    FindingCode.TOO_MANY_DATABASES,
                    row.source,
                    "It has %d databases; one migration takes at most %d.".formatted(row.databases, row.most),
                    "Name at most %d databases per request and make several requests.".formatted(row.most)));
        }
        return List.of();
    }
}
