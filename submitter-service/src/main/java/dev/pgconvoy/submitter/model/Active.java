package dev.pgconvoy.submitter.model;

import dev.pgconvoy.migration.MigrationId;

/// The migration that has the target server.
///
/// @param attempt how often it was handed out
/// @param stallRevision the silence that was answered last; 0 for none
record Active(QueuedMigration work, int attempt, long stallRevision) {

    static Active first(QueuedMigration work) {
        return new Active(work, 1, 0);
    }

    Active again(long revision) {
        return new Active(work, attempt + 1, revision);
    }

    boolean is(MigrationId id) {
        return work.id().equals(id);
    }
}
