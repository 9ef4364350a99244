package dev.pgconvoy.monitor.console;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import java.util.Locale;
import java.util.Optional;

/// Why a migration needs a person; the worst first.
public enum Attention {
    /// It has failed, and nothing newer is requested for the same target.
    FAILED,
    /// Nobody has spoken of it for a while.
    STALLED,
    /// Something keeps its end from being completed, or has interrupted it.
    HINDERED,
    /// It waits for somebody's decision.
    WAITING;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @param isFollowed whether a newer migration to the same target is known
    public static Optional<Attention> of(MigrationStatus status, boolean isFollowed) {
        return switch (status.state()) {
            case FAILED, VALIDATION_FAILED -> isFollowed ? Optional.empty() : Optional.of(FAILED);
            case SUCCEEDED, CANCELED -> Optional.empty();
            case IN_PROGRESS, WAITING_FOR_USER_ACTION, CLEANING_UP -> ofRunning(status);
        };
    }

    private static Optional<Attention> ofRunning(MigrationStatus status) {
        if (status.stalledSince().isPresent()) {
            return Optional.of(STALLED);
        }
        if (status.obstacle().isPresent()) {
            return Optional.of(HINDERED);
        }
        return waitsForSomebody(status) ? Optional.of(WAITING) : Optional.empty();
    }

    private static boolean waitsForSomebody(MigrationStatus status) {
        return status.state() == MigrationState.WAITING_FOR_USER_ACTION
                || status.pause().isPresent()
                || switch (status.substate()) {
                    case WAITING_FOR_TARGET_DB_OVERWRITE_CONFIRMATION,
                            WAITING_FOR_LOGICAL_REPLICATION_SETUP,
                            WAITING_FOR_DBS_TO_MIGRATE_SPECIFICATION,
                            WAITING_FOR_CUTOVER_TRIGGER -> true;
                    case PERFORMING_PRE_REQUISITE_STEPS,
                            VALIDATION_IN_PROGRESS,
                            WAITING_FOR_DATA_MIGRATION_SCHEDULING,
                            WAITING_FOR_DATA_MIGRATION_WINDOW,
                            MIGRATING_DATA,
                            COMPLETING_MIGRATION,
                            CANCELING_REQUESTED_DB_MIGRATIONS,
                            COMPLETED -> false;
                };
    }
}
