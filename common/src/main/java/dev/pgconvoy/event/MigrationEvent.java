package dev.pgconvoy.event;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonCreator.Mode;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.estimate.PreflightRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that happened to a migration. Those that only name a request or a status have its JSON.
public sealed interface MigrationEvent extends Event {

    /// The migration that it is about.
    MigrationId id();

    @Override
    default String subject() {
        return id().toString();
    }

    /// What is told of a migration; the state machine folds it into its state.
    sealed interface MigrationFact extends MigrationEvent {}

    /// What follows from facts: the state of a migration, said by the monitor.
    sealed interface StateAnnouncement extends MigrationEvent {

        MigrationStatus status();

        /// The same, with what is shown of the status.
        StateAnnouncement with(MigrationStatus other);

        @Override
        default MigrationId id() {
            return status().id();
        }
    }

    /// Somebody wants a migration.
    record MigrationRequested(@JsonValue MigrationRequest request) implements MigrationFact {
        @JsonCreator(mode = Mode.DELEGATING)
        public MigrationRequested {}

        @Override
        public MigrationId id() {
            return request.id();
        }
    }

    /// The checks are done.
    ///
    /// @param request with its databases resolved
    /// @param preflight when they were made, and what they expect; left out of JSON where it is not known
    record MigrationValidated(
            MigrationRequest request,
            Verdict verdict,
            List<Finding> findings,
            Acceptance acceptance,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PreflightRun> preflight)
            implements MigrationFact {

        public static final int MOST_FINDINGS = 1_000;

        public MigrationValidated {
            findings = List.copyOf(findings);
            if (findings.size() > MOST_FINDINGS) {
                throw new IllegalArgumentException("at most " + MOST_FINDINGS + " findings");
            }
        }

        public MigrationValidated(
                MigrationRequest request, Verdict verdict, List<Finding> findings, Acceptance acceptance) {
            this(request, verdict, findings, acceptance, Optional.empty());
        }

        @Override
        public MigrationId id() {
            return request.id();
        }
    }

    /// The migration is admitted and an executor has it.
    ///
    /// @param attempt 1, and one more each time it is handed out again
    record MigrationSubmitted(MigrationRequest request, ExecutorKind executor, int attempt, Acceptance acceptance)
            implements MigrationFact {
        @Override
        public MigrationId id() {
            return request.id();
        }
    }

    /// Somebody wants it stopped.
    ///
    /// @param reason for people; may be left out
    record CancelRequested(MigrationId id, String reason) implements MigrationFact {
        @JsonCreator
        static CancelRequested create(
                @JsonProperty(value = "id", required = true) MigrationId id,
                @JsonProperty("reason") @Nullable String reason) {
            return new CancelRequested(id, requireNonNullElse(reason, ""));
        }

        public CancelRequested {
            if (reason.length() > 1_000) {
                throw new IllegalArgumentException("reason is at most 1000 characters");
            }
        }
    }

    /// Somebody wants it paused, or wants it to go on. The last one counts.
    ///
    /// @param paused false when it is to go on
    /// @param reason for people; may be left out
    /// @param until when the pause ends by itself; left out of JSON for as long as
    /// the workers allow
    /// @param endsSince of the one pause that it ends, when that was asked for; left out of
    /// JSON when it ends any
    record PauseSet(
            MigrationId id,
            boolean paused,
            String reason,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> until,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> endsSince)
            implements MigrationFact {
        @JsonCreator
        static PauseSet create(
                @JsonProperty(value = "id", required = true) MigrationId id,
                @JsonProperty(value = "paused", required = true) boolean paused,
                @JsonProperty("reason") @Nullable String reason,
                @JsonProperty("until") @Nullable Optional<Instant> until,
                @JsonProperty("endsSince") @Nullable Optional<Instant> endsSince) {
            return new PauseSet(
                    id,
                    paused,
                    requireNonNullElse(reason, ""),
                    requireNonNullElse(until, Optional.empty()),
                    requireNonNullElse(endsSince, Optional.empty()));
        }

        public PauseSet {
            if (reason.length() > 1_000) {
                throw new IllegalArgumentException("reason is at most 1000 characters");
            }
        }

        public static PauseSet pause(MigrationId id, String reason, Optional<Instant> until) {
            return new PauseSet(id, true, reason, until, Optional.empty());
        }

        public static PauseSet resume(MigrationId id, String reason) {
            return new PauseSet(id, false, reason, Optional.empty(), Optional.empty());
        }

        /// Ends no pause but the one that was asked for then.
        public static PauseSet end(MigrationId id, Instant since, String reason) {
            return new PauseSet(id, false, reason, Optional.empty(), Optional.of(since));
        }

        /// @param since when the pause was asked for
        public boolean ends(Instant since) {
            return !paused && endsSince.filter(only -> !only.equals(since)).isEmpty();
        }
    }

    /// Whoever runs it saw something.
    ///
    /// @param requestHash of the request that is run; empty when no request is known to who says it
    record MigrationObserved(MigrationId id, Optional<String> requestHash, Observation observation)
            implements MigrationFact {}

    /// State, substate or counters changed.
    record SubstateChanged(@JsonValue MigrationStatus status) implements StateAnnouncement {
        @JsonCreator(mode = Mode.DELEGATING)
        public SubstateChanged {}

        @Override
        public SubstateChanged with(MigrationStatus other) {
            return new SubstateChanged(other);
        }
    }

    /// It ended as Succeeded, Failed or ValidationFailed.
    record MigrationCompleted(@JsonValue MigrationStatus status) implements StateAnnouncement {
        @JsonCreator(mode = Mode.DELEGATING)
        public MigrationCompleted {}

        @Override
        public MigrationCompleted with(MigrationStatus other) {
            return new MigrationCompleted(other);
        }
    }

    /// Everything has stopped.
    record MigrationCancelled(@JsonValue MigrationStatus status) implements StateAnnouncement {
        @JsonCreator(mode = Mode.DELEGATING)
        public MigrationCancelled {}

        @Override
        public MigrationCancelled with(MigrationStatus other) {
            return new MigrationCancelled(other);
        }
    }

    /// The latest state, on the compacted topic.
    record StateRecorded(@JsonValue MigrationStatus status) implements StateAnnouncement {
        @JsonCreator(mode = Mode.DELEGATING)
        public StateRecorded {}

        @Override
        public StateRecorded with(MigrationStatus other) {
            return new StateRecorded(other);
        }
    }
}
