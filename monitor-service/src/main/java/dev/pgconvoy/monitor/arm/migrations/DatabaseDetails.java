package dev.pgconvoy.monitor.arm.migrations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import java.util.List;

/// `dbDetails`: the counters of each database, from the time on when data moves.
final class DatabaseDetails {

    /// Of online migrations only.
    private static final List<String> ALWAYS_ZERO = List.of(
            "cdcUpdateCounter", "cdcDeleteCounter", "cdcInsertCounter", "appliedChanges", "incomingChanges", "latency");

    private DatabaseDetails() {}

    static ObjectNode of(MigrationStatus status) {
        var details = EventJson.MAPPER.createObjectNode();
        if (hasBegun(status)) {
            status.databases().forEach(database -> details.set(database.database(), database(status, database)));
        }
        return details;
    }

    private static boolean hasBegun(MigrationStatus status) {
        return status.substate() == Substate.MIGRATING_DATA
                || status.substate() == Substate.COMPLETING_MIGRATION
                || status.databases().stream().anyMatch(database -> database.phase() != DatabasePhase.QUEUED);
    }

    private static ObjectNode database(MigrationStatus status, DatabaseProgress database) {
        var state = state(status, database);
        var details = EventJson.MAPPER
                .createObjectNode()
                .put("databaseName", database.database())
                .put("migrationState", state)
                .put("fullLoadQueuedTables", database.tablesQueued())
                .put("fullLoadErroredTables", database.tablesErrored())
                .put("fullLoadLoadingTables", database.tablesLoading())
                .put("fullLoadCompletedTables", database.tablesCompleted());
        ALWAYS_ZERO.forEach(name -> details.put(name, 0));
        if (state.equals("Failed")) {
            status.failure().map(Failure::sentence).ifPresent(message -> details.put("message", message));
        }
        return details;
    }

    /// Databases come to their ends one by one, however the migration ends.
    private static boolean isComplete(MigrationStatus status, DatabaseProgress database) {
        return database.phase() == DatabasePhase.DONE
                && !status.databasesToDrop().contains(database.database());
    }

    private static String state(MigrationStatus status, DatabaseProgress database) {
        return switch (status.state()) {
            case SUCCEEDED -> "Succeeded";
            case CANCELED -> isComplete(status, database) ? "Succeeded" : "Canceled";
            case FAILED, VALIDATION_FAILED -> isComplete(status, database) ? "Succeeded" : "Failed";
            case IN_PROGRESS, WAITING_FOR_USER_ACTION, CLEANING_UP ->
                switch (database.phase()) {
                    case DONE -> "Succeeded";
                    case FAILED -> "Failed";
                    case QUEUED, PRE_DATA, COPY, POST_DATA, VERIFY ->
                        status.substate() == Substate.CANCELING_REQUESTED_DB_MIGRATIONS ? "Canceling" : "InProgress";
                };
        };
    }
}
