package dev.pgconvoy.launcher.validation;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.launcher.view.TextTable;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the checks found, on a terminal: the worst first, and the remedy under each.
public final class ValidationView {

    private static final int MOST_OBJECTS = 5;
    private static final int MOST_DATABASES = 10;

    private final List<String> lines = new ArrayList<>();

    private ValidationView() {}

    public static List<String> lines(MigrationStatus ended) {
        var view = new ValidationView();
        var groups = FindingGroup.of(ended);
        view.headline(ended);
        groups.forEach(view::group);
        EstimateWords.of(ended).ifPresent(view::estimate);
        view.summary(ended, groups);
        return view.lines.stream().map(PrintableText::of).toList();
    }

    private void headline(MigrationStatus ended) {
        add("Checks of %s: %s".formatted(ended.id(), ValidationVerdict.of(ended).word()));
        add("  from  " + ended.request().source().address());
        add("  to    " + ended.request().target().address());
        add("");
    }

    private void group(FindingGroup group) {
        add("%-7s  %s  %s  (%s)"
                .formatted(
                        FindingGroup.word(group.severity()).toUpperCase(Locale.ROOT),
                        group.code(),
                        group.title(),
                        group.paragraph()));
        var shared = group.sharedRemedy();
        for (var finding : group.findings().stream().limit(MOST_OBJECTS).toList()) {
            add("  %s: %s".formatted(finding.object(), finding.message()));
            if (shared.isEmpty()) {
                remedy(finding.remedy());
            }
        }
        var more = group.findings().size() - MOST_OBJECTS;
        if (more > 0) {
            add("  and %,d more; --report FILE has all".formatted(more));
        }
        shared.ifPresent(this::remedy);
        add("");
    }

    private void remedy(String remedy) {
        if (FindingGroup.isAdvice(remedy)) {
            add("    -> " + remedy);
        }
    }

    private void estimate(Estimate estimate) {
        add("ESTIMATE");
        add("  time         " + EstimateWords.duration(estimate));
        add("  decided by   " + estimate.boundBy());
        add("  disk         " + EstimateWords.disk(estimate));
        add("  connections  " + EstimateWords.connections(estimate));
        add("  measured     " + EstimateWords.measured(estimate));
        var shown = estimate.databases().stream().limit(MOST_DATABASES).toList();
        var table = new TextTable.Builder().row(EstimateWords.COLUMNS.toArray(String[]::new));
        shown.forEach(database -> table.row(EstimateWords.cells(database).toArray(String[]::new)));
        lines.addAll(table.lines());
        if (shown.size() < estimate.databaseCount()) {
            add("  and %,d more".formatted(estimate.databaseCount() - shown.size()));
        }
        shown.stream().findFirst().flatMap(EstimateWords::largest).ifPresent(words -> add("  " + words));
        add("");
    }

    private void summary(MigrationStatus ended, List<FindingGroup> groups) {
        add(String.join(
                ", ",
                FindingGroup.counted(groups, Severity.ERROR),
                FindingGroup.counted(groups, Severity.WARNING),
                FindingGroup.counted(groups, Severity.INFO)));
        add(ValidationVerdict.of(ended).sentence(ended));
        if (ended.findings().stream().map(Finding::script).anyMatch(script -> script.isPresent())) {
            add("Some remedies can be written as scripts for you to read and run: --fix-script FILE");
        }
    }

    private void add(String line) {
        lines.add(line);
    }
}
