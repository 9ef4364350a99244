package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import java.util.Locale;

/// States in words.
final class StateLabels {

    private StateLabels() {}

    static String of(MigrationStatus status) {
        if (status.isFinal()) {
            return status.state().text();
        }
        if (status.pause().isPresent()) {
            return status.pause().get().reached() ? "Paused" : "Pausing";
        }
        var azures = AzureStateLabels.state(status);
        if (azures.isPresent()) {
            return azures.get();
        }
        var compares = status.request().options().migrationOption() == MigrationOption.VERIFY;
        return compares && status.substate() == Substate.MIGRATING_DATA
                ? "Comparing"
                : status.substate().text();
    }

    /// Of its phase, or `building` when its rows are through and its indexes, constraints and foreign keys are not.
    static String of(DatabaseProgress database) {
        return PhaseShare.isBuilding(database) ? "building" : of(database.phase());
    }

    static String of(DatabasePhase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
