package dev.pgconvoy.copy;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;

/// Work that can run now, for whichever copier takes it. Everything a copier needs is in it.
///
/// @param taskId unique within its migration and epoch
/// @param epoch the conductor's; the target refuses the work of an older one
/// @param snapshot the exported snapshot of the source that all reads import
public record CopyTask(
        String taskId,
        MigrationId id,
        int epoch,
        String database,
        ServerEndpoint source,
        ServerEndpoint target,
        String snapshot,
        Work work) {}
