package dev.pgconvoy.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.copy.TaskLabel;
import dev.pgconvoy.migration.MigrationId;
import java.util.Optional;

/// How far a running task is, about once a second. Also a sign of life.
///
/// @param bytes of COPY data since the task began
/// @param indexBuild how far the index is that it builds just now; left out of JSON where
/// that is not known
/// @param label for people, as the task has it; left out of JSON where it has none
public record TaskProgress(
        String taskId,
        String run,
        MigrationId id,
        int epoch,
        String database,
        String worker,
        long bytes,
        long rows,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<IndexBuild> indexBuild,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TaskLabel> label)
        implements CopyEvent {

    /// A row of `pg_stat_progress_create_index`.
    ///
    /// @param phase as the server names it
    /// @param percent of this phase; left out of JSON where the server does not count it
    public record IndexBuild(
            String phase,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> percent) {

        public IndexBuild {
            if (phase.length() > 200) {
                throw new IllegalArgumentException("phase is at most 200 characters");
            }
            if (percent.filter(part -> part < 0 || part > 100).isPresent()) {
                throw new IllegalArgumentException("percent must be between 0 and 100");
            }
        }
    }

    /// Of a task that builds no index and has no label.
    public TaskProgress(
            String taskId,
            String run,
            MigrationId id,
            int epoch,
            String database,
            String worker,
            long bytes,
            long rows) {
        this(taskId, run, id, epoch, database, worker, bytes, rows, Optional.empty(), Optional.empty());
    }

    @Override
    public String subject() {
        return id.toString();
    }
}
