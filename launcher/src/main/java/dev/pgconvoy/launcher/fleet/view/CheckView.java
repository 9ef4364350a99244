package dev.pgconvoy.launcher.fleet.view;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/// What the checks of one server of a fleet found, on a terminal.
public final class CheckView {

    private static final int MOST_FINDINGS = 10;

    private CheckView() {}

    public static boolean hasPassed(MigrationStatus ended) {
        return ended.state() == MigrationState.SUCCEEDED;
    }

    public static List<String> lines(String server, MigrationStatus ended) {
        var errors = of(ended, Severity.ERROR);
        var warnings = of(ended, Severity.WARNING);
        var lines = new ArrayList<String>();
        lines.add(
                "%s %s: %s".formatted(hasPassed(ended) ? "ok" : "no", server, counts(errors.size(), warnings.size())));
        ended.failure()
                .map(Failure::sentence)
                .filter(_ -> errors.isEmpty())
                .ifPresent(words -> lines.add("     " + words));
        var worst = new ArrayList<>(errors);
        worst.addAll(warnings);
        worst.stream().limit(MOST_FINDINGS).forEach(finding -> add(lines, finding));
        if (worst.size() > MOST_FINDINGS) {
            lines.add("     and %,d more; see them with: pgconvoy report %s"
                    .formatted(worst.size() - MOST_FINDINGS, ended.id()));
        }
        return lines.stream().map(PrintableText::of).toList();
    }

    private static List<Finding> of(MigrationStatus ended, Severity severity) {
        return ended.findings().stream()
                .distinct()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    private static String counts(int errors, int warnings) {
        return "%,d error%s, %,d warning%s"
                .formatted(errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
    }

    private static void add(List<String> lines, Finding finding) {
        lines.add("     %s  %s: %s".formatted(finding.code(), finding.object(), finding.message()));
        if (finding.severity() == Severity.ERROR) {
            lines.add("       -> " + finding.remedy());
        }
    }
}
