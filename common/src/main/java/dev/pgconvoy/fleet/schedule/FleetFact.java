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
    @JsonSubTypes.Type(value = FleetFact.ActionRequested.class, name = "action-requested"),
    @JsonSubTypes.Type(value = FleetFact.Estimated.class, name = "estimated"),
    @JsonSubTypes.Type(value = FleetFact.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = FleetFact.TimePassed.class, name = "time-passed"),
})
public sealed interface FleetFact {

    /// Somebody wants a plan applied.
    record PlanRequested(Fleet fleet, boolean replace, boolean prune) implements FleetFact {}

    /// Somebody wants something of a fleet.
    record ActionRequested(String fleet, FleetAction action) implements FleetFact {}

    /// The checks of a migration say how long it will take.
    record Estimated(MigrationId id, String requestHash, Duration expected) implements FleetFact {}

    /// A migration has ended, of a fleet or not.
    ///
    /// @param verified whether its copy was proven equal
    /// @param reason why it failed; empty when it did not
    record Ended(MigrationId id, String requestHash, MigrationState state, boolean verified, Optional<String> reason)
            implements FleetFact {}

    /// Nothing has happened but the time.
    record TimePassed() implements FleetFact {}
}
