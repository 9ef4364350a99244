package dev.pgconvoy.submitter.model;

import dev.pgconvoy.migration.MigrationId;

/// The migration that has the target server.
///
/// @param attempt how often it was handed out
/// @param stallRevision the silence that was answered last; 0 for none
record ActiveMigration(QueuedMigration work, int attempt, long stallRevision) {

    static ActiveMigration first(QueuedMigration work) {
        return new ActiveMigration(work, 1, 0);
    }

    ActiveMigration again(long revision) {
        return new ActiveMigration(work, attempt + 1, revision);
    }

    boolean is(MigrationId id) {
        return work.id().equals(id);
    }
}
