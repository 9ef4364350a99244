package dev.pgconvoy.event;

import dev.pgconvoy.migration.MigrationId;

/// How far a running task is, about once a second. Also a sign of life.
///
/// @param bytes of COPY data since the task began
public record TaskProgress(
        String taskId, String run, MigrationId id, int epoch, String database, String worker, long bytes, long rows)
        implements CopyEvent {

    @Override
    public String subject() {
        return id.toString();
    }
}
