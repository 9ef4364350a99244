package dev.pgconvoy.event;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;

/// Work that can run now, for whichever copier takes it. Everything a copier needs is in it.
///
/// @param taskId unique within its run
/// @param run a random word of the attempt that sends it; a result of another run counts for nothing
/// @param requestHash of the request that the migration stands for
/// @param epoch the conductor's; the target refuses the work of an older one
/// @param snapshot the exported snapshot of the source that all reads import
public record CopyTask(
        String taskId,
        String run,
        MigrationId id,
        String requestHash,
        int epoch,
        String database,
        ServerEndpoint source,
        ServerEndpoint target,
        String snapshot,
        Work work)
        implements CopyEvent {}
