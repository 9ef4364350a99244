package dev.pgconvoy.submitter.application;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.submitter.model.QueuedMigration;

/// Somebody who moves data. Handing over is an event, so that it happens exactly once; who executes it listens.
public interface Executor {

    ExecutorKind kind();

    /// @param attempt 1, and one more each time the migration is handed out again
    MigrationEvent handOver(QueuedMigration work, int attempt);
}
