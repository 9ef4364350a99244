package dev.pgconvoy.launcher.view;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.NoteCount;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.Report.DatabaseReport;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import dev.pgconvoy.migration.estimate.PreflightRun;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.text.PrintableText;
import dev.pgconvoy.text.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What became of a migration, for people.
public final class ReportView {

    private static final int MOST_TABLES = 10;
    private static final int MOST_DIFFERENCES = 20;
    private static final int MOST_FINDINGS = 50;

    private final List<String> lines = new ArrayList<>();

    private ReportView() {}

    public static List<String> lines(MigrationStatus status) {
        var view = new ReportView();
        view.headline(status);
        if (status.state() == MigrationState.SUCCEEDED
                && status.report().isEmpty()
                && !AzureStateLabels.hasMoved(status)) {
            view.add("The checks passed. Nothing was moved, as only they were asked for.");
            view.add("");
        }
        view.addAll(AzureStateLabels.lines(status));
        status.report()
                .ifPresent(report -> view.report(report, status.preflight().flatMap(PreflightRun::estimate)));
        var findings = status.findings().stream().distinct().toList();
        view.findings("Findings", findings, findings.size());
        status.report().ifPresent(report -> view.notes(report, findings));
        status.cancelReason().ifPresent(reason -> view.add("Asked to stop: " + reason));
        status.failure().ifPresent(failure -> view.add("Failure: " + failure.sentence()));
        view.leftovers(status);
        view.addAll(AzureNextSteps.of(status));
        return view.lines.stream().map(PrintableText::of).toList();
    }

    /// In one line, for a list.
    public static String brief(MigrationStatus status) {
        var azures = status.isFinal()
                ? ""
                : AzureStateLabels.state(status).map("  "::concat).orElse("");
        var rate = rate(status);
        return PrintableText.of("%s  %s%s%s%s"
                .formatted(
                        status.id(),
                        status.state().text(),
                        azures,
                        rate > 0 ? "  " + Quantities.rate(rate) : "",
                        labels(status).map("  "::concat).orElse("")));
    }

    /// What flows in all of them together; empty when none runs.
    public static Optional<String> together(List<MigrationStatus> statuses) {
        var running = statuses.stream().filter(status -> !status.isFinal()).toList();
        var rate = running.stream().mapToLong(ReportView::rate).sum();
        return running.isEmpty()
                ? Optional.empty()
                : Optional.of("%s of %s running, %s in all"
                        .formatted(
                                Quantities.count(running.size()),
                                Quantities.count(statuses.size()),
                                Quantities.rate(rate)));
    }

    /// Of one that has ended or stands still nothing flows.
    private static long rate(MigrationStatus status) {
        return status.isFinal() || status.stalledSince().isPresent()
                ? 0
                : status.databases().stream()
                        .mapToLong(DatabaseProgress::bytesPerSecond)
                        .sum();
    }

    private static Optional<String> labels(MigrationStatus status) {
        return Optional.of(status.request().labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(" ")))
                .filter(text -> !text.isEmpty());
    }

    private void headline(MigrationStatus status) {
        var compares = status.request().options().migrationOption() == MigrationOption.VERIFY;
        add("%s %s: %s".formatted(compares ? "Comparison" : "Migration", status.id(), StateLabels.of(status)));
        add("  from  %s%s".formatted(status.request().source().address(), version(status, true)));
        add("  to    %s%s".formatted(status.request().target().address(), version(status, false)));
        labels(status).ifPresent(labels -> add("  labels  " + labels));
        add("");
    }

    private static String version(MigrationStatus status, boolean source) {
        return status.report()
                .map(report -> "  PostgreSQL " + (source ? report.sourceVersion() : report.targetVersion()))
                .orElse("");
    }

    private void report(Report report, Optional<Estimate> expected) {
        var table = new TextTable.Builder().row("database", "tables", "rows", "bytes", "verified");
        report.databases()
                .forEach(database -> table.row(
                        database.database(),
                        Quantities.count(database.tableCount()),
                        Quantities.count(database.rows()),
                        Quantities.bytes(database.bytes()),
                        verified(report.verify(), database)));
        addAll(table.lines());
        var time = Duration.between(report.startedAt(), report.endedAt());
        add("  all in %s, %s".formatted(Quantities.time(time), Quantities.rate(report.bytes(), time)));
        expected.ifPresent(estimate -> add("  expected were %s, and at most %s; decided by %s"
                .formatted(
                        LikelyDuration.words(estimate.duration().p50()),
                        LikelyDuration.words(estimate.duration().p90()),
                        estimate.boundBy())));
        if (report.repeatedFrom() > 0) {
            add("  %s began anew from a later snapshot of the source; the notes say why"
                    .formatted(
                            report.repeatedFrom() == 1
                                    ? "the copy of one database"
                                    : "the copies of %d databases".formatted(report.repeatedFrom())));
        }
        add("");
        report.databases().forEach(this::database);
    }

    private static String verified(VerifyMode mode, DatabaseReport database) {
        return switch (mode) {
            case OFF -> "not asked for";
            case COUNTS, FULL ->
                "%s of %s (%s)"
                        .formatted(
                                Quantities.count(database.verifiedTables()),
                                Quantities.count(database.tableCount()),
                                mode == VerifyMode.FULL ? "content" : "row counts");
        };
    }

    private void database(DatabaseReport database) {
        var phases = new TextTable.Builder().row("phases of " + database.database(), "time");
        database.phases().forEach(phase -> phases.row("  " + phase.phase(), Quantities.time(phase.duration())));
        addAll(phases.lines());
        add("");
        if (!database.tables().isEmpty()) {
            tables(database);
        }
        if (database.differenceCount() > 0) {
            differences(database);
        }
    }

    private void tables(DatabaseReport database) {
        var table = new TextTable.Builder().row("largest tables", "rows", "bytes", "time", "speed", "verified");
        database.tables().stream()
                .limit(MOST_TABLES)
                .forEach(entry -> table.row(
                        "  " + entry.table(),
                        Quantities.count(entry.rows()),
                        Quantities.bytes(entry.bytes()),
                        Quantities.time(entry.duration()),
                        Quantities.rate(entry.bytes(), entry.duration()),
                        entry.verified() ? "yes" : "no"));
        addAll(table.lines());
        add("");
    }

    private void differences(DatabaseReport database) {
        add("Differences in %s: %s".formatted(database.database(), Quantities.count(database.differenceCount())));
        var shown = database.differences().stream().limit(MOST_DIFFERENCES).toList();
        shown.forEach(difference -> add("  %s: %s is %s on the source and %s on the target"
                .formatted(difference.object(), difference.kind(), difference.source(), difference.target())));
        addMore(database.differenceCount() - shown.size(), "differences");
        add("");
    }

    /// Without those that the checks have found already, and each once.
    ///
    /// @param known the findings of the checks
    private void notes(Report report, List<Finding> known) {
        var all = report.notes().stream()
                .filter(note -> !note.check().equals(NotesByCode.LEFT_OUT))
                .toList();
        var told = known.stream().map(ReportView::whatItTells).collect(Collectors.toCollection(HashSet::new));
        var notes = all.stream().filter(note -> told.add(whatItTells(note))).toList();
        var count = report.noteCounts().stream().mapToLong(NoteCount::count).sum();
        findings("Notes", notes, count - (all.size() - notes.size()));
    }

    /// Whoever found it.
    private static List<String> whatItTells(Finding finding) {
        return List.of(finding.code(), finding.object(), finding.message(), finding.remedy());
    }

    /// @param count of all, also of those that are not in the list
    private void findings(String title, List<Finding> findings, long count) {
        if (count == 0) {
            return;
        }
        add(title + ":");
        for (var finding : findings.subList(0, Math.min(findings.size(), MOST_FINDINGS))) {
            add("  %s %s  %s: %s"
                    .formatted(
                            finding.severity().name().toLowerCase(Locale.ROOT),
                            finding.code(),
                            finding.object(),
                            finding.message()));
            if (!finding.remedy().equals("Nothing to do.")) {
                add("      -> " + finding.remedy());
            }
        }
        addMore(count - Math.min(findings.size(), MOST_FINDINGS), title.toLowerCase(Locale.ROOT));
        add("");
    }

    /// What was proven wrong or refused does not get better by going on.
    public static boolean canBeResumed(MigrationStatus ended) {
        if (ended.request().options().migrationOption() == MigrationOption.VERIFY
                || ended.azure().isPresent()) {
            return false;
        }
        return ended.failure()
                .map(failure -> failure.code() != FailureCode.VERIFICATION_FAILED
                        && failure.code() != FailureCode.REQUEST_REFUSED)
                .orElse(!ended.databasesToDrop().isEmpty());
    }

    private void leftovers(MigrationStatus status) {
        if (!status.databasesToDrop().isEmpty()) {
            add("These databases are incomplete on the target %s. Drop them before you use it:"
                    .formatted(status.request().target().address()));
            status.databasesToDrop()
                    .forEach(database -> add("  DROP DATABASE %s;".formatted(Identifiers.quoted(database))));
            if (canBeResumed(status)) {
                add("Or go on with them: run the same again with --resume.");
            }
        } else if (status.state() == MigrationState.CANCELED) {
            add("Nothing of it is left on the target.");
        }
    }

    private void addMore(long more, String what) {
        if (more > 0) {
            add("  and %s more %s; the report's file has what there is room for, and the counts."
                    .formatted(Quantities.count(more), what));
        }
    }

    private void add(String line) {
        lines.add(line);
    }

    private void addAll(List<String> more) {
        lines.addAll(more);
    }
}
