package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.report.Checklist;
import dev.pgconvoy.report.ChecklistStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is left to do once a server in Azure has got its data, with the commands for this server.
final class AzureNextSteps {

    private AzureNextSteps() {}

    /// Empty for other servers, and where nothing was moved.
    static List<String> of(MigrationStatus status) {
        var steps = Checklist.isInAzure(status) ? Checklist.of(status) : List.<ChecklistStep>of();
        var lines = new ArrayList<String>();
        if (!steps.isEmpty()) {
            lines.add("Next steps for %s (docs/azure.md):"
                    .formatted(status.request().target().host()));
        }
        var said = new HashSet<String>();
        for (var number = 0; number < steps.size(); number++) {
            lines.add("  %d. %s".formatted(number + 1, steps.get(number).title()));
            lines.addAll(lines(steps.get(number), said));
        }
        if (!steps.isEmpty()) {
            lines.add("");
        }
        return lines;
    }

    /// What was said for an earlier step, such as the look-up of the resource group, is not said again.
    private static List<String> lines(ChecklistStep step, Set<String> said) {
        return step.lines().stream()
                .map(ChecklistStep.Line::text)
                .filter(said::add)
                .map("     "::concat)
                .toList();
    }
}
