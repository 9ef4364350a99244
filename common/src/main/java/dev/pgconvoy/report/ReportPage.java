package dev.pgconvoy.report;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.html.HtmlText;
import dev.pgconvoy.html.PageStyle;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.NoteCount;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import dev.pgconvoy.migration.estimate.PreflightRun;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.text.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// What became of a migration as one file of HTML that needs nothing else. Names of objects
/// may hold anything; each text is escaped. Lists are cut; what is left out is counted, and
/// the report as JSON has it.
public final class ReportPage {

    private static final int MOST_TABLES = 2_000;
    private static final int MOST_FINDINGS = 500;
    private static final String NOTHING_TO_DO = "Nothing to do.";

    private final HtmlText html = new HtmlText();

    private ReportPage() {}

    /// @param status with its report, when it has one
    public static String html(MigrationStatus status) {
        var page = new ReportPage();
        page.write(status);
        return page.html.toString();
    }

    private void write(MigrationStatus status) {
        html.raw(PageStyle.HEAD);
        html.element("title", "Migration " + status.id());
        html.raw("<style>\n" + PageStyle.css() + "</style>\n</head>\n<body>\n<main>\n");
        headline(status);
        status.report().ifPresent(this::tiles);
        trouble(status);
        status.report().ifPresent(this::durations);
        status.preflight().flatMap(PreflightRun::estimate).ifPresent(this::expectation);
        status.report().ifPresent(this::databases);
        var findings = status.findings().stream().distinct().toList();
        findings("Findings", findings, findings.size());
        status.report().ifPresent(report -> notes(report, findings));
        new ChecklistSection(html).write(Checklist.of(status));
        html.raw("<footer>\n");
        html.element(
                "p",
                "Written by pgconvoy from revision %d of the migration. Each code has a paragraph in docs/findings.md."
                        .formatted(status.revision()));
        html.raw("</footer>\n</main>\n</body>\n</html>\n");
    }

    private void headline(MigrationStatus status) {
        html.element("h1", "Migration " + status.id());
        html.raw("<p>");
        html.element("span", "verdict " + tone(status), status.state().text());
        html.raw("</p>\n<dl class=\"way\">");
        var version = status.report().map(report -> "PostgreSQL " + report.sourceVersion());
        fact(
                "from",
                status.request().source().address() + version.map(", "::concat).orElse(""));
        var targets = status.report().map(report -> "PostgreSQL " + report.targetVersion());
        fact(
                "to",
                status.request().target().address() + targets.map(", "::concat).orElse(""));
        fact("what", status.request().options().migrationOption().text());
        status.request().labels().forEach((key, value) -> fact("label", key + "=" + value));
        fact("requested at", seconds(status.requestedAt()));
        fact(status.isFinal() ? "ended at" : "changed at", seconds(status.changedAt()));
        status.cancelReason().ifPresent(reason -> fact("asked to stop", reason));
        html.raw("</dl>\n");
    }

    private static String tone(MigrationStatus status) {
        return switch (status.state()) {
            case SUCCEEDED -> "good";
            case FAILED, VALIDATION_FAILED -> "error";
            case CANCELED, IN_PROGRESS, WAITING_FOR_USER_ACTION, CLEANING_UP -> "warning";
        };
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void fact(String name, String value) {
        html.element("dt", name);
        html.element("dd", value);
    }

    private void tiles(Report report) {
        html.raw("<ul class=\"tiles\">");
        var time = Duration.between(report.startedAt(), report.endedAt());
        tile(Quantities.time(time), "in all");
        tile(Quantities.count(sum(report, Report.DatabaseReport::tableCount)), "tables");
        tile(Quantities.count(report.rows()), "rows");
        tile(Quantities.bytes(report.bytes()), "copied, " + Quantities.rate(report.bytes(), time));
        tile(
                report.verify() == VerifyMode.OFF
                        ? "–"
                        : Quantities.count(sum(report, Report.DatabaseReport::verifiedTables)),
                report.verify() == VerifyMode.OFF
                        ? "verification was not asked for"
                        : "tables verified (%s)"
                                .formatted(report.verify() == VerifyMode.FULL ? "content" : "row counts"));
        tile(Quantities.count(sum(report, Report.DatabaseReport::differenceCount)), "differences");
        html.raw("</ul>\n");
    }

    private static long sum(Report report, ToLongFunction<Report.DatabaseReport> count) {
        return report.databases().stream().mapToLong(count).sum();
    }

    private void tile(String amount, String what) {
        html.raw("<li>");
        html.element("b", amount);
        html.text(what);
        html.raw("</li>\n");
    }

    private void trouble(MigrationStatus status) {
        status.failure().ifPresent(failure -> {
            html.raw("<section class=\"card error\">\n");
            html.element("h3", "Failed on " + failure.object());
            html.element("p", failure.message());
            html.element("p", "todo", failure.remedy());
            html.raw("</section>\n");
        });
        if (!status.isFinal()) {
            status.obstacle().ifPresent(this::card);
        }
        if (!status.databasesToDrop().isEmpty()) {
            html.raw("<section class=\"card warning\">\n");
            html.element("h3", "Left on the target, incomplete");
            html.element("p", "Drop these databases before you use the target, or go on with them (--resume).");
            status.databasesToDrop()
                    .forEach(database ->
                            html.element("pre", "DROP DATABASE %s;".formatted(Identifiers.quoted(database))));
            html.raw("</section>\n");
        }
    }

    private void durations(Report report) {
        var longest = report.databases().stream()
                .flatMap(database -> database.phases().stream())
                .mapToLong(phase -> phase.duration().toMillis())
                .max();
        if (longest.isEmpty()) {
            return;
        }
        html.element("h2", "How long it took");
        head("Phase", "", "Time");
        report.databases()
                .forEach(database -> database.phases().forEach(phase -> {
                    html.raw("<tr>");
                    html.element("td", "%s of %s".formatted(phase.phase(), database.database()));
                    bar(phase.duration().toMillis(), longest.getAsLong());
                    html.element("td", Quantities.time(phase.duration()));
                    html.raw("</tr>\n");
                }));
        endTable();
    }

    private void expectation(Estimate estimate) {
        html.element(
                "p",
                "soft",
                "Expected were %s, and at most %s; decided by %s."
                        .formatted(
                                LikelyDuration.words(estimate.duration().p50()),
                                LikelyDuration.words(estimate.duration().p90()),
                                estimate.boundBy()));
    }

    private void databases(Report report) {
        html.element("h2", "Databases");
        head("Database", "Tables", "Rows", "Bytes", "Verified", "Differences");
        report.databases()
                .forEach(database -> row(
                        database.database(),
                        Quantities.count(database.tableCount()),
                        Quantities.count(database.rows()),
                        Quantities.bytes(database.bytes()),
                        report.verify() == VerifyMode.OFF ? "–" : Quantities.count(database.verifiedTables()),
                        Quantities.count(database.differenceCount())));
        endTable();
        report.databases().forEach(this::differences);
        var room = Math.max(10, MOST_TABLES / Math.max(1, report.databases().size()));
        report.databases().forEach(database -> tables(database, room));
    }

    private void differences(Report.DatabaseReport database) {
        if (database.differenceCount() == 0) {
            return;
        }
        html.element("h2", "Differences in " + database.database());
        head("Object", "What", "Source", "Target");
        database.differences()
                .forEach(difference ->
                        row(difference.object(), difference.kind(), difference.source(), difference.target()));
        endTable();
        more(database.differenceCount() - database.differences().size(), "differences");
    }

    private void tables(Report.DatabaseReport database, int room) {
        if (database.tables().isEmpty()) {
            return;
        }
        html.element("h2", "Tables of " + database.database());
        head("Table", "Rows", "Bytes", "", "Time", "Speed", "Verified");
        var shown = database.tables().stream().limit(room).toList();
        var largest = shown.stream().mapToLong(Report.TableReport::bytes).max().orElse(0);
        shown.forEach(table -> {
            html.raw("<tr>");
            html.element("td", table.table());
            html.element("td", Quantities.count(table.rows()));
            html.element("td", Quantities.bytes(table.bytes()));
            bar(table.bytes(), largest);
            html.element("td", Quantities.time(table.duration()));
            html.element("td", Quantities.rate(table.bytes(), table.duration()));
            html.element("td", table.verified() ? "yes" : "no");
            html.raw("</tr>\n");
        });
        endTable();
        more(database.tableCount() - shown.size(), "tables");
    }

    /// Without those that the checks have found already.
    private void notes(Report report, List<Finding> known) {
        var all = report.notes().stream()
                .filter(note -> !note.check().equals(NotesByCode.LEFT_OUT))
                .toList();
        var told = new HashSet<>(known);
        var notes = all.stream().filter(told::add).toList();
        var count = report.noteCounts().stream().mapToLong(NoteCount::count).sum();
        findings("Notes", notes, count - (all.size() - notes.size()));
    }

    /// @param count of all, also of those that are not in the list
    private void findings(String title, List<Finding> findings, long count) {
        if (count == 0) {
            return;
        }
        html.element("h2", title);
        var shown = findings.stream().limit(MOST_FINDINGS).toList();
        shown.forEach(this::card);
        more(count - shown.size(), title.toLowerCase(Locale.ROOT));
    }

    private void card(Finding finding) {
        var word = switch (finding.severity()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "remark";
        };
        html.raw("<section class=\"card %s\">\n<header>".formatted(word));
        html.element("span", "tag", word);
        html.element("code", finding.code());
        html.element("h3", finding.object());
        html.raw("</header>\n");
        html.element("p", finding.message());
        if (!finding.remedy().equals(NOTHING_TO_DO)) {
            html.element("p", "todo", finding.remedy());
        }
        finding.script().ifPresent(script -> html.lines("pre", script.text()));
        html.raw("</section>\n");
    }

    private void more(long left, String what) {
        if (left > 0) {
            html.element(
                    "p",
                    "soft",
                    "And %s more %s. The report as JSON has those that there is room for."
                            .formatted(Quantities.count(left), what));
        }
    }

    private void head(String... columns) {
        html.raw("<div class=\"wide\"><table><thead><tr>");
        for (var column : columns) {
            html.element("th", column);
        }
        html.raw("</tr></thead><tbody>\n");
    }

    private void row(String... cells) {
        html.raw("<tr>");
        for (var cell : cells) {
            html.element("td", cell);
        }
        html.raw("</tr>\n");
    }

    private void endTable() {
        html.raw("</tbody></table></div>\n");
    }

    /// The number stands beside it, so that a reader of the screen leaves it out.
    private void bar(long part, long whole) {
        html.raw(
                "<td><svg class=\"bar\" width=\"160\" height=\"10\" aria-hidden=\"true\"><rect width=\"%d\" height=\"10\" rx=\"2\"/></svg></td>"
                        .formatted(whole <= 0 ? 0 : Math.clamp(160 * part / whole, part > 0 ? 1 : 0, 160)));
    }
}
