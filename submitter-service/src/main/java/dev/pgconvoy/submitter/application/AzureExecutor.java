package dev.pgconvoy.submitter.application;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.submitter.model.QueuedMigration;

/// Azure's migration service. Who takes the event creates the migration there.
public final class AzureExecutor implements Executor {

    @Override
    public ExecutorKind kind() {
        return ExecutorKind.AZURE;
    }

    @Override
    public MigrationEvent handOver(QueuedMigration work, int attempt) {
        return new MigrationSubmitted(work.request(), ExecutorKind.AZURE, attempt, work.acceptance());
    }
}
