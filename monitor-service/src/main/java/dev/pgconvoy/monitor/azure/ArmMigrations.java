package dev.pgconvoy.monitor.azure;

import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationStatus;
import dev.pgconvoy.arm.ResourceId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Migrations in Azure. Each method is one request, which may fail as `AzureFailures` tells.
interface ArmMigrations {

    /// @param status empty when there is no such migration
    /// @param retryAfter when to look again, where Azure says it
    record Answer(Optional<MigrationStatus> status, Optional<Duration> retryAfter) {
        static Answer of(@Nullable MigrationStatus status, Optional<Duration> retryAfter) {
            return new Answer(Optional.of(status == null ? new MigrationStatus() : status), retryAfter);
        }

        static Answer missing() {
            return new Answer(Optional.empty(), Optional.empty());
        }
    }

    Answer get(ResourceId migration);

    void cancel(ResourceId migration);
}
