package dev.pgconvoy.monitor.azure;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.lifecycle.Dossier;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Substate;
import java.util.Optional;

/// What Azure waits for, and what to do.
final class UserActions {

    private static final String CHECK = Dossier.AZURE_CHECKS + "waits-for-user-action";

    private UserActions() {}

    static Optional<Finding> of(AzureStatus words, MigrationId id) {
        if (words.ourState() != MigrationState.WAITING_FOR_USER_ACTION) {
            return Optional.empty();
        }
        var said = words.substate().isEmpty()
                ? "Azure waits for somebody, and does not say for what."
                : "Azure waits for somebody: %s.".formatted(words.substate());
        var remedy =
                Substate.known(words.substate()).map(UserActions::remedy).orElse("See the migration in the portal.");
        return Optional.of(Finding.warning(CHECK, FindingCode.AZURE_WAITS, "migration " + id, said, remedy));
    }

    private static String remedy(Substate substate) {
        return switch (substate) {
            case WAITING_FOR_TARGET_DB_OVERWRITE_CONFIRMATION ->
                "Databases of these names are on the target. Confirm in Azure that they are overwritten"
                        + " (overwriteDbsInTarget: True), or cancel and drop or rename them.";
            case WAITING_FOR_DATA_MIGRATION_SCHEDULING ->
                "Start the data migration in Azure (startDataMigration: True), or give it a window.";
            case WAITING_FOR_DATA_MIGRATION_WINDOW ->
                "Wait for the window that it was given, or change migrationWindowStartTimeInUtc in Azure.";
            case WAITING_FOR_CUTOVER_TRIGGER ->
                "Stop writing at the source, then trigger the cutover in Azure (triggerCutover: True).";
            case WAITING_FOR_DBS_TO_MIGRATE_SPECIFICATION ->
                "Name the databases in Azure (dbsToMigrate), or cancel and name them in a new request.";
            case WAITING_FOR_LOGICAL_REPLICATION_SETUP ->
                "Let Azure set up logical replication on the source"
                        + " (setupLogicalReplicationOnSourceDbIfNeeded: True), or set it up yourself.";
            case PERFORMING_PRE_REQUISITE_STEPS,
                    VALIDATION_IN_PROGRESS,
                    MIGRATING_DATA,
                    COMPLETING_MIGRATION,
                    CANCELING_REQUESTED_DB_MIGRATIONS,
                    COMPLETED -> "See the migration in the portal.";
        };
    }
}
