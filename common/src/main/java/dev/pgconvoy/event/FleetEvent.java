package dev.pgconvoy.event;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonCreator.Mode;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that happened to a fleet. The key of its records is the name of the fleet.
public sealed interface FleetEvent extends Event {

    /// Somebody wants a plan applied. On the compacted topic the last one is what is
    /// wanted.
    ///
    /// @param replace whether servers that run or have ended are migrated anew when their
    /// entry has changed
    /// @param prune whether what is gone from the plan is cancelled and removed
    /// @param ifRevision of the fleet that the plan was made against, 0 for one that is not
    /// applied; the plan is refused when the fleet has another one by then. Empty to apply
    /// it whatever has happened
    record FleetRequested(
            Fleet fleet,
            boolean replace,
            boolean prune,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> ifRevision)
            implements FleetEvent {
        public FleetRequested {
            ifRevision.ifPresent(FleetEvent::requireRevision);
        }

        public FleetRequested(Fleet fleet, boolean replace, boolean prune) {
            this(fleet, replace, prune, Optional.empty());
        }

        @JsonCreator
        static FleetRequested create(
                @JsonProperty(value = "fleet", required = true) Fleet fleet,
                @JsonProperty("replace") @Nullable Boolean replace,
                @JsonProperty("prune") @Nullable Boolean prune,
                @JsonProperty("ifRevision") @Nullable Optional<Long> ifRevision) {
            return new FleetRequested(
                    fleet,
                    requireNonNullElse(replace, false),
                    requireNonNullElse(prune, false),
                    requireNonNullElse(ifRevision, Optional.<Long>empty()));
        }

        @Override
        public String subject() {
            return fleet.name();
        }
    }

    /// Somebody wants something of a fleet that is applied.
    ///
    /// @param ifRevision of the fleet that somebody looked at; the action is refused when
    /// it has another one by then
    record FleetActionRequested(
            String fleet,
            FleetAction action,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> ifRevision) implements FleetEvent {
        public FleetActionRequested {
            ifRevision.ifPresent(FleetEvent::requireRevision);
        }

        public FleetActionRequested(String fleet, FleetAction action) {
            this(fleet, action, Optional.empty());
        }

        @Override
        public String subject() {
            return fleet;
        }
    }

    /// Something has changed.
    ///
    /// @param revision of the fleet when it had changed
    /// @param cause of an answer: the `ce_id` of the plan or the action that it answers
    record FleetChanged(
            String fleet,
            long revision,
            FleetNews news,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> cause)
            implements FleetEvent {
        public FleetChanged(String fleet, long revision, FleetNews news) {
            this(fleet, revision, news, Optional.empty());
        }

        @Override
        public String subject() {
            return fleet;
        }
    }

    /// The latest state, on the compacted topic.
    record FleetStateRecorded(@JsonValue FleetStatus status) implements FleetEvent {
        @JsonCreator(mode = Mode.DELEGATING)
        public FleetStateRecorded {}

        @Override
        public String subject() {
            return status.fleet();
        }
    }

    private static void requireRevision(long revision) {
        if (revision < 0) {
            throw new IllegalArgumentException("ifRevision must not be negative");
        }
    }
}
