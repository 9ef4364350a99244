package dev.pgconvoy.monitor.console;

import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationStatus;

/// How many slots of workers a migration could use now.
final class SlotsWanted {

    private SlotsWanted() {}

    /// @param tasksOpen tasks that were sent and have no result yet
    static int of(MigrationStatus status, int tasksOpen) {
        var options = status.request().options();
        if (status.isFinal() || options.executor() != ExecutorKind.WORKERS || !needsWorkers(status)) {
            return 0;
        }
        // Who leads a migration is a worker, too: without one its tasks are never sent.
        return Math.max(1, Math.min(tasksOpen, options.jobs()));
    }

    private static boolean needsWorkers(MigrationStatus status) {
        return switch (status.substate()) {
            case WAITING_FOR_DATA_MIGRATION_SCHEDULING,
                    MIGRATING_DATA,
                    COMPLETING_MIGRATION,
                    CANCELING_REQUESTED_DB_MIGRATIONS -> true;
            case PERFORMING_PRE_REQUISITE_STEPS,
                    VALIDATION_IN_PROGRESS,
                    WAITING_FOR_DATA_MIGRATION_WINDOW,
                    WAITING_FOR_TARGET_DB_OVERWRITE_CONFIRMATION,
                    WAITING_FOR_LOGICAL_REPLICATION_SETUP,
                    WAITING_FOR_DBS_TO_MIGRATE_SPECIFICATION,
                    WAITING_FOR_CUTOVER_TRIGGER,
                    COMPLETED -> false;
        };
    }
}
