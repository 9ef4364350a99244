package dev.pgconvoy.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.pgconvoy.copy.TaskLabel;
import dev.pgconvoy.copy.UnknownAsEmpty;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.rate.FleetMembership;
import dev.pgconvoy.migration.rate.GentleOptions;
import java.util.Optional;

/// Work that can run now, for whichever copier takes it. Everything a copier needs is in it.
///
/// @param taskId unique within its run
/// @param run a random word of the attempt that sends it; a result of another run counts for nothing
/// @param requestHash of the request that the migration stands for
/// @param epoch the conductor's; the target refuses the work of an older one
/// @param snapshot the exported snapshot of the source that all reads import
/// @param maxBytesPerSecond that all copies from the source's host may read together; left out of
/// JSON when there is no limit
/// @param maxBytesPerSecondToTarget the same of all copies to the target's host
/// @param gentle what its source may have to do beside it; left out of JSON when nobody has said so
/// @param fleet with a limit that its copies share; left out of JSON when it is none's
/// @param label for people; left out of JSON by those who have none
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
        Work work,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> maxBytesPerSecond,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> maxBytesPerSecondToTarget,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<FleetMembership> fleet,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<GentleOptions> gentle,

        @JsonInclude(JsonInclude.Include.NON_ABSENT) @JsonDeserialize(using = UnknownAsEmpty.class)
        Optional<TaskLabel> label)
        implements CopyEvent {

    /// Without a limit and a label.
    public CopyTask(
            String taskId,
            String run,
            MigrationId id,
            String requestHash,
            int epoch,
            String database,
            ServerEndpoint source,
            ServerEndpoint target,
            String snapshot,
            Work work) {
        this(
                taskId,
                run,
                id,
                requestHash,
                epoch,
                database,
                source,
                target,
                snapshot,
                work,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// For people, also of a task that came without one.
    public TaskLabel shownLabel() {
        return label.orElseGet(() -> work.label(work.usualKind()));
    }

    @Override
    public String subject() {
        return id.toString();
    }
}
