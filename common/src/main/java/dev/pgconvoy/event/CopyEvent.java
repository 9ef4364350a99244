package dev.pgconvoy.event;

import dev.pgconvoy.migration.MigrationId;

/// What workers tell each other while they copy.
public sealed interface CopyEvent extends Event permits CopyTask, TaskResult, TaskProgress, SnapshotNotice {

    /// The migration that it is about.
    MigrationId id();

    @Override
    default String subject() {
        return id().toString();
    }
}
