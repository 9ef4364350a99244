package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Report;
import java.util.List;
import java.util.Optional;

/// Makes a status small enough for a topic: first the report's tables go, and a note says so; then the report.
final class Fitting {

    private Fitting() {}

    static MigrationStatus fit(MigrationStatus status) {
        if (status.report().isEmpty() || fits(status)) {
            return status;
        }
        var shorter = status.withReport(status.report().map(Fitting::withoutTables));
        return fits(shorter) ? shorter : status.withReport(Optional.empty());
    }

    static boolean fits(MigrationStatus status) {
        return EventJson.write(status).length <= Limits.LARGEST_VALUE;
    }

    private static Report withoutTables(Report report) {
        var note = Finding.info(
                "report-size",
                "PGC9001",
                "report",
                "The tables and differences are left out here: the status is too large for an event.");
        return report.withoutTables().ended(report.endedAt(), List.of(note));
    }
}
