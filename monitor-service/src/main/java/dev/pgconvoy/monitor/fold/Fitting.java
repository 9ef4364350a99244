package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.Report.DatabaseReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes a status small enough for a topic: first the report's tables go, and a note says so; then the report.
final class Fitting {

    private static final int MOST_DIFFERENCES = 100;

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
                "The tables are left out here: the report is too large for an event.");
        return new Report(
                report.startedAt(),
                report.endedAt(),
                report.sourceVersion(),
                report.targetVersion(),
                report.verify(),
                report.databases().stream().map(Fitting::withoutTables).toList(),
                Stream.concat(Stream.of(note), report.notes().stream()).toList(),
                report.repeatedFrom());
    }

    private static DatabaseReport withoutTables(DatabaseReport database) {
        return new DatabaseReport(
                database.database(),
                database.tableCount(),
                database.rows(),
                database.bytes(),
                database.verifiedTables(),
                database.phases(),
                List.of(),
                database.differences().stream().limit(MOST_DIFFERENCES).toList());
    }
}
