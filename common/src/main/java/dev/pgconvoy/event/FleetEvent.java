package dev.pgconvoy.event;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonCreator.Mode;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetStatus;
import org.jspecify.annotations.Nullable;

/// Something that happened to a fleet. The key of its records is the name of the fleet.
public sealed interface FleetEvent extends Event {

    /// Somebody wants a plan applied. On the compacted topic the last one is what is wanted.
    ///
    /// @param replace whether servers that run or have ended are migrated anew when their entry has changed
    /// @param prune whether what is gone from the plan is cancelled and removed
    record FleetRequested(Fleet fleet, boolean replace, boolean prune) implements FleetEvent {
        @JsonCreator
        static FleetRequested create(
                @JsonProperty(value = "fleet", required = true) Fleet fleet,
                @JsonProperty("replace") @Nullable Boolean replace,
                @JsonProperty("prune") @Nullable Boolean prune) {
            return new FleetRequested(fleet, requireNonNullElse(replace, false), requireNonNullElse(prune, false));
        }

        @Override
        public String subject() {
            return fleet.name();
        }
    }

    /// Somebody wants something of a fleet that is applied.
    record FleetActionRequested(String fleet, FleetAction action) implements FleetEvent {
        @Override
        public String subject() {
            return fleet;
        }
    }

    /// Something has changed.
    ///
    /// @param revision of the fleet when it had changed
    record FleetChanged(String fleet, long revision, FleetNews news) implements FleetEvent {
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
}
