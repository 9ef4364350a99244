package dev.pgconvoy.launcher.view;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.text.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What Azure's service says of a migration that it runs, in its own words.
final class AzureStateLabels {

    private static final String ITS_CHECKS = "azure-";

    private AzureStateLabels() {}

    /// Empty when it has nothing to say, or we have asked it to stop.
    static Optional<String> state(MigrationStatus status) {
        return status.substate() == Substate.CANCELING_REQUESTED_DB_MIGRATIONS
                ? Optional.empty()
                : status.azure().map(AzureStateLabels::state).filter(text -> !text.isEmpty());
    }

    private static String state(AzureStatus azure) {
        if (azure.state().isEmpty() || azure.state().equalsIgnoreCase(MigrationState.IN_PROGRESS.text())) {
            return azure.substate();
        }
        return azure.substate().isEmpty() ? azure.state() : "%s: %s".formatted(azure.state(), azure.substate());
    }

    /// What somebody should know while it runs: what the service complains of, and what it waits for.
    static List<String> remarks(MigrationStatus status) {
        var remarks = new ArrayList<String>();
        status.azure()
                .flatMap(AzureStatus::error)
                .filter(_ -> !status.isFinal())
                .ifPresent(error -> remarks.add("Azure says: " + error));
        if (status.state() == MigrationState.WAITING_FOR_USER_ACTION) {
            status.findings().stream()
                    .filter(finding -> finding.check().startsWith(ITS_CHECKS))
                    .map(AzureStateLabels::sentence)
                    .forEach(remarks::add);
        }
        return remarks;
    }

    private static String sentence(Finding finding) {
        return finding.remedy().equals("Nothing to do.")
                ? finding.message()
                : "%s -> %s".formatted(finding.message(), finding.remedy());
    }

    /// Whether the data was its to move, and not only to be checked.
    static boolean hasMoved(MigrationStatus status) {
        return status.azure().isPresent() && status.request().options().migrationOption() != MigrationOption.VALIDATE;
    }

    /// For the report: its last words and its counters. It counts tables, and compares nothing.
    static List<String> lines(MigrationStatus status) {
        if (status.azure().isEmpty()) {
            return List.of();
        }
        var azure = status.azure().get();
        var lines = new ArrayList<String>();
        lines.add("Azure's migration service says: "
                + Stream.of(azure.state(), azure.substate())
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.joining(", ")));
        azure.error().filter(error -> !isTheFailure(status, error)).ifPresent(error -> lines.add("  " + error));
        lines.add("");
        if (!status.databases().isEmpty()) {
            lines.addAll(counters(status));
        }
        if (status.state() == MigrationState.SUCCEEDED && hasMoved(status)) {
            lines.add("It has compared nothing. To prove the copy, run: pgconvoy verify");
            lines.add("");
        }
        return lines;
    }

    private static boolean isTheFailure(MigrationStatus status, String error) {
        return status.failure()
                .filter(failure -> failure.message().equals(error))
                .isPresent();
    }

    private static List<String> counters(MigrationStatus status) {
        var table = new TextTable.Builder().row("database", "phase", "tables", "failed");
        status.databases()
                .forEach(database -> table.row(
                        database.database(),
                        StateLabels.of(database.phase()),
                        "%d/%d".formatted(database.tablesCompleted(), database.tablesTotal()),
                        Quantities.count(database.tablesErrored())));
        return Stream.concat(table.lines().stream(), Stream.of("")).toList();
    }
}
