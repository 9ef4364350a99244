package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is true of a running migration, told by whoever runs it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Observation.ValidationBegan.class, name = "validation-began"),
    @JsonSubTypes.Type(value = Observation.MigrationBegan.class, name = "migration-began"),
    @JsonSubTypes.Type(value = Observation.Progressed.class, name = "progressed"),
    @JsonSubTypes.Type(value = Observation.CompletionBegan.class, name = "completion-began"),
    @JsonSubTypes.Type(value = Observation.Ending.class, name = "ending"),
    @JsonSubTypes.Type(value = Observation.Hindered.class, name = "hindered"),
    @JsonSubTypes.Type(value = Observation.Unhindered.class, name = "unhindered"),
    @JsonSubTypes.Type(value = Observation.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = Observation.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = Observation.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Observation.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = Observation.AzureSeen.class, name = "azure-seen"),
})
public sealed interface Observation {

    /// The conductor's who says it; 0 when nobody has led the migration.
    int epoch();

    /// The checks run.
    record ValidationBegan() implements Observation {
        @Override
        public int epoch() {
            return 0;
        }
    }

    /// A conductor leads the migration.
    ///
    /// @param epoch grows with each conductor; what an older one says no longer counts
    /// @param worker who leads
    record MigrationBegan(int epoch, String worker) implements Observation {}

    /// Counters of all databases, about once a second.
    record Progressed(int epoch, List<DatabaseProgress> databases) implements Observation {
        public Progressed {
            databases = List.copyOf(databases);
        }
    }

    /// All rows are copied; the last steps run.
    record CompletionBegan(int epoch) implements Observation {}

    /// It is decided how the migration ends. A conductor that finds this fact completes the same end.
    ///
    /// @param end what is announced when nothing of ours is left on the target: finished, failed or stopped
    record Ending(int epoch, Observation end) implements Observation {
        public Ending {
            if (!(end instanceof Finished || end instanceof Failed || end instanceof Stopped)) {
                throw new IllegalArgumentException("an end is finished, failed or stopped");
            }
        }
    }

    /// The work was interrupted, waits for a lock, or its end cannot be completed yet; the conductor tries on.
    ///
    /// @param obstacle what is in the way, and what helps
    record Hindered(int epoch, Finding obstacle) implements Observation {}

    /// What was in the way is gone, and the work goes on.
    record Unhindered(int epoch) implements Observation {}

    /// As was asked, no task runs any more. Idle sessions of copiers end a few seconds
    /// later at the latest. The snapshot is kept.
    ///
    /// @param since when the pause was asked for, which tells it from others
    /// @param until when it ends by itself at the latest
    record Paused(int epoch, Instant since, Instant until) implements Observation {}

    /// Nothing will be written any more; the copy is complete.
    record Finished(int epoch, Report report) implements Observation {}

    /// Nothing will be written any more; the copy is not usable.
    ///
    /// @param epoch 0 when no conductor ever led it
    /// @param databasesToDrop what is left on the target, incomplete
    record Failed(int epoch, Failure failure, Optional<Report> report, List<String> databasesToDrop)
            implements Observation {
        public Failed {
            databasesToDrop = List.copyOf(databasesToDrop);
        }
    }

    /// Nothing will be written any more, as was asked.
    ///
    /// @param databasesToDrop what is left on the target, incomplete
    record Stopped(int epoch, List<String> databasesToDrop) implements Observation {
        public Stopped {
            databasesToDrop = List.copyOf(databasesToDrop);
        }
    }

    /// Azure's migration service, which moves the data, says something else than before.
    ///
    /// @param databases with the counters of the service; empty when it tells of none
    /// @param findings of its validation, and what it waits for
    record AzureSeen(AzureStatus status, List<DatabaseProgress> databases, List<Finding> findings)
            implements Observation {

        public AzureSeen {
            databases = List.copyOf(databases);
            findings = List.copyOf(findings);
        }

        @Override
        public int epoch() {
            return 0;
        }
    }
}
