package dev.pgconvoy.monitor.azure;

import com.azure.resourcemanager.postgresqlflexibleserver.models.DbMigrationStatus;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Azure's counters of tables as ours. It counts neither bytes nor rows.
final class SeenDatabases {

    private SeenDatabases() {}

    /// Those that we know in our order, then those that only Azure knows.
    static List<DatabaseProgress> of(Map<String, DbMigrationStatus> details, List<DatabaseProgress> known) {
        var databases = new LinkedHashMap<String, DatabaseProgress>();
        known.forEach(database -> databases.put(database.database(), database));
        new TreeMap<>(details).forEach((name, status) -> databases.put(name, progress(name, status)));
        return List.copyOf(databases.values());
    }

    private static DatabaseProgress progress(String database, DbMigrationStatus status) {
        var queued = count(status.fullLoadQueuedTables());
        var loading = count(status.fullLoadLoadingTables());
        var completed = count(status.fullLoadCompletedTables());
        var phase = phase(SeenStatus.text(status.migrationState()), loading + completed > 0);
        return new DatabaseProgress(
                database,
                phase,
                queued,
                loading,
                completed,
                count(status.fullLoadErroredTables()),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                -1);
    }

    private static DatabasePhase phase(String state, boolean moving) {
        return switch (state.toLowerCase(Locale.ROOT)) {
            case "succeeded" -> DatabasePhase.DONE;
            case "failed", "canceled", "canceling" -> DatabasePhase.FAILED;
            default -> moving ? DatabasePhase.COPY : DatabasePhase.QUEUED;
        };
    }

    private static int count(@Nullable Integer number) {
        return number == null ? 0 : Math.max(0, number);
    }
}
