package dev.pgconvoy.launcher.fleet.view;

import dev.pgconvoy.fleet.status.GateStatus;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.launcher.view.TextTable;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.text.PrintableText;
import dev.pgconvoy.text.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A report on a fleet in words and in cells of a table, for the terminal and for the page.
public final class FleetReportView {

    static final List<String> COLUMNS =
            List.of("server", "wave", "state", "began", "time", "bytes", "verified", "migration", "remark");

    private FleetReportView() {}

    public static List<String> lines(FleetReport report) {
        var lines = new ArrayList<String>();
        lines.add("Fleet %s: %s"
                .formatted(report.status().fleet(), report.status().phase().text()));
        summary(report).forEach(line -> lines.add("  " + line));
        lines.add("");
        var table = new TextTable.Builder(COLUMNS.size()).row(COLUMNS.toArray(String[]::new));
        report.servers().forEach(entry -> table.row(cells(entry).toArray(String[]::new)));
        lines.addAll(table.lines());
        var approvals = approvals(report);
        if (!approvals.isEmpty()) {
            lines.add("");
            lines.addAll(approvals);
        }
        return lines.stream().map(PrintableText::of).toList();
    }

    static List<String> summary(FleetReport report) {
        var ends = Stream.of(ServerPhase.FAILED, ServerPhase.CANCELLED, ServerPhase.SKIPPED)
                .filter(phase -> report.count(phase) > 0)
                .map(phase -> ", %,d %s".formatted(report.count(phase), phase.text()))
                .toList();
        var lines = new ArrayList<String>();
        lines.add("%,d of %,d servers succeeded%s"
                .formatted(report.count(ServerPhase.SUCCEEDED), report.servers().size(), String.join("", ends)));
        report.startedAt()
                .ifPresent(start -> lines.add("began %s UTC%s"
                        .formatted(
                                FleetTimes.minute(start),
                                report.endedAt()
                                        .map(end -> ", took " + Quantities.time(Duration.between(start, end)))
                                        .orElse(", has not ended"))));
        lines.add("%s were copied".formatted(Quantities.bytes(report.bytes())));
        return lines;
    }

    static List<String> cells(FleetReport.Entry entry) {
        var server = entry.server();
        return List.of(
                server.server(),
                server.wave().orElse(""),
                server.phase().text() + (server.attempt() > 1 ? ", attempt " + server.attempt() : ""),
                server.startedAt().map(FleetTimes::minute).orElse(""),
                entry.duration().map(Quantities::time).orElse(""),
                entry.report().map(Report::bytes).map(Quantities::bytes).orElse(""),
                entry.verified(),
                server.migration().map(Object::toString).orElse(""),
                server.reason().orElse(""));
    }

    /// Who let which wave begin, and why.
    static List<String> approvals(FleetReport report) {
        return report.status().waves().stream()
                .flatMap(wave -> wave.gates().stream()
                        .filter(gate -> gate.by().isPresent())
                        .map(gate -> approval(wave.wave(), gate)))
                .toList();
    }

    private static String approval(String wave, GateStatus gate) {
        return "The wave %s was approved by %s%s%s"
                .formatted(
                        wave,
                        gate.by().orElse(""),
                        gate.passedAt()
                                .map(FleetTimes::minute)
                                .map(" at %s UTC"::formatted)
                                .orElse(""),
                        gate.reason().map(": "::concat).orElse(""));
    }
}
