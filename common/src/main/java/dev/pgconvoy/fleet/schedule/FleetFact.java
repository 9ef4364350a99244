package dev.pgconvoy.fleet.schedule;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.util.Optional;

/// What the scheduler must know of an event.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FleetFact.PlanRequested.class, name = "plan-requested"),
    @JsonSubTypes.Type(value = FleetFact.PlanUnreadable.class, name = "plan-unreadable"),
    @JsonSubTypes.Type(value = FleetFact.ActionRequested.class, name = "action-requested"),
    @JsonSubTypes.Type(value = FleetFact.Estimated.class, name = "estimated"),
    @JsonSubTypes.Type(value = FleetFact.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = FleetFact.IdUsed.class, name = "id-used"),
    @JsonSubTypes.Type(value = FleetFact.IdFree.class, name = "id-free"),
    @JsonSubTypes.Type(value = FleetFact.TimePassed.class, name = "time-passed"),
})
public sealed interface FleetFact {

    /// Somebody wants a plan applied.
    ///
    /// @param cause the id of the event, which the answer repeats
    /// @param ifRevision the only revision of the fleet that it is applied to
    record PlanRequested(Fleet fleet, boolean replace, boolean prune, Optional<String> cause, Optional<Long> ifRevision)
            implements FleetFact {
        public PlanRequested(Fleet fleet, boolean replace, boolean prune) {
            this(fleet, replace, prune, Optional.empty(), Optional.empty());
        }
    }

    /// Somebody wants a plan applied that cannot be read.
    ///
    /// @param reason why, and what to do
    record PlanUnreadable(String fleet, String reason, Optional<String> cause) implements FleetFact {}

    /// Somebody wants something of a fleet.
    ///
    /// @param cause the id of the event, which the answer repeats
    /// @param ifRevision the only revision of the fleet for which it is done
    record ActionRequested(String fleet, FleetAction action, Optional<String> cause, Optional<Long> ifRevision)
            implements FleetFact {
        public ActionRequested(String fleet, FleetAction action) {
            this(fleet, action, Optional.empty(), Optional.empty());
        }
    }

    /// The checks of a migration say how long it will take.
    record Estimated(MigrationId id, String requestHash, Duration expected) implements FleetFact {}

    /// A migration has ended, of a fleet or not.
    ///
    /// @param verified whether its copy was proven equal
    /// @param reason why it failed; empty when it did not
    record Ended(MigrationId id, String requestHash, MigrationState state, boolean verified, Optional<String> reason)
            implements FleetFact {}

    /// A migration has this id, of a fleet or not.
    record IdUsed(MigrationId id, String requestHash) implements FleetFact {}

    /// A migration has ended so long ago that nobody remembers it: its id can be used
    /// again.
    record IdFree(MigrationId id) implements FleetFact {}

    /// Nothing has happened but the time.
    record TimePassed() implements FleetFact {}
}
