package dev.pgconvoy.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.pgconvoy.copy.TaskLabel;
import dev.pgconvoy.copy.UnknownAsEmpty;
import dev.pgconvoy.migration.MigrationId;
import java.util.Optional;

/// How far a running task is, about once a second. Also a sign of life.
///
/// @param bytes of COPY data since the task began
/// @param indexBuild how far the index is that it builds just now; left out of JSON where
/// that is not known
/// @param slowed why its source is read more slowly than limits allow; else left out of JSON
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
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Slowed> slowed,

        @JsonInclude(JsonInclude.Include.NON_ABSENT) @JsonDeserialize(using = UnknownAsEmpty.class)
        Optional<TaskLabel> label)
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

    /// A source that has more to do than it may.
    ///
    /// @param bytesPerSecond what all workers together read from it at most just now
    /// @param reason a sentence without its full stop
    public record Slowed(long bytesPerSecond, String reason) {

        public Slowed {
            if (reason.length() > 200) {
                throw new IllegalArgumentException("reason is at most 200 characters");
            }
        }
    }

    /// Of a task that builds no index, is not slowed and has no label.
    public TaskProgress(
            String taskId,
            String run,
            MigrationId id,
            int epoch,
            String database,
            String worker,
            long bytes,
            long rows) {
        this(
                taskId,
                run,
                id,
                epoch,
                database,
                worker,
                bytes,
                rows,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Of a task whose source is not slowed and that has no label.
    public TaskProgress(
            String taskId,
            String run,
            MigrationId id,
            int epoch,
            String database,
            String worker,
            long bytes,
            long rows,
            Optional<IndexBuild> indexBuild) {
        this(taskId, run, id, epoch, database, worker, bytes, rows, indexBuild, Optional.empty(), Optional.empty());
    }

    @Override
    public String subject() {
        return id.toString();
    }
}
