package dev.pgconvoy.submitter.application;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.submitter.model.QueuedMigration;

/// Our own copy workers, one of which takes the event and leads the migration.
public final class WorkersExecutor implements Executor {

    @Override
    public ExecutorKind kind() {
        return ExecutorKind.WORKERS;
    }

    @Override
    public MigrationEvent handOver(QueuedMigration work, int attempt) {
        return new MigrationSubmitted(work.request(), ExecutorKind.WORKERS, attempt, work.acceptance());
    }
}
