package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.monitor.fold.intake.RecordSizeLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Makes a status small enough for a topic: first the report's tables go, then the report, then the last findings. What
/// is left says what is gone.
final class EventSizeLimiter {

    private static final int LONGEST_CHARACTER = 6;
    private static final String TOO_LARGE = "%s: the status is too large for an event.";

    private EventSizeLimiter() {}

    static MigrationStatus fit(MigrationStatus status) {
        if (isSurelySmall(status)) {
            return status;
        }
        return Stream.<UnaryOperator<MigrationStatus>>of(
                        all -> all,
                        all -> all.withReport(all.report().map(EventSizeLimiter::withoutTables)),
                        EventSizeLimiter::withoutReport,
                        all -> withFewerFindings(withoutReport(all)))
                .map(step -> step.apply(status))
                .filter(EventSizeLimiter::fits)
                .findFirst()
                .orElseGet(() -> status.withReport(Optional.empty()).withFindings(List.of(cut("All findings are"))));
    }

    /// Counters come every second, and writing a status only to measure it is not worth that.
    private static boolean isSurelySmall(MigrationStatus status) {
        return status.report().isEmpty()
                && LONGEST_CHARACTER * characters(status.findings()) < RecordSizeLimits.LARGEST_VALUE / 2;
    }

    private static long characters(List<Finding> findings) {
        return findings.stream()
                .mapToLong(finding -> finding.object().length()
                        + finding.message().length()
                        + finding.remedy().length()
                        + finding.script().map(script -> script.text().length()).orElse(0))
                .sum();
    }

    static boolean fits(MigrationStatus status) {
        return EventJson.write(status).length <= RecordSizeLimits.LARGEST_VALUE;
    }

    private static MigrationStatus withoutReport(MigrationStatus status) {
        return status.report().isEmpty()
                ? status
                : status.withReport(Optional.empty()).withFindings(together(cut("The report is"), status.findings()));
    }

    /// The first ones, which need a person first.
    private static MigrationStatus withFewerFindings(MigrationStatus status) {
        var room = RecordSizeLimits.LARGEST_VALUE - EventJson.write(status.withFindings(List.of())).length - 10_000L;
        var kept = new ArrayList<Finding>();
        for (var finding : status.findings()) {
            room -= EventJson.write(finding).length + 1;
            if (room < 0) {
                break;
            }
            kept.add(finding);
        }
        var left = status.findings().size() - kept.size();
        return status.withFindings(together(cut("%d findings are".formatted(left)), kept));
    }

    private static Finding cut(String what) {
        return Finding.info(
                "report-size", FindingCode.STATUS_SHORTENED, "status", TOO_LARGE.formatted(what + " left out here"));
    }

    private static List<Finding> together(Finding first, List<Finding> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    private static Report withoutTables(Report report) {
        var note = Finding.info(
                "report-size",
                FindingCode.STATUS_SHORTENED,
                "report",
                "The tables and differences are left out here: the status is too large for an event.");
        return report.withoutTables().ended(report.endedAt(), List.of(note));
    }
}
