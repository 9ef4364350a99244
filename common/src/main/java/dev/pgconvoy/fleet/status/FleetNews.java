package dev.pgconvoy.fleet.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetFault;
import dev.pgconvoy.migration.MigrationId;
import java.util.List;
import java.util.Optional;

/// What has just happened to a fleet.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FleetNews.PlanAccepted.class, name = "plan-accepted"),
    @JsonSubTypes.Type(value = FleetNews.PlanUnchanged.class, name = "plan-unchanged"),
    @JsonSubTypes.Type(value = FleetNews.PlanRefused.class, name = "plan-refused"),
    @JsonSubTypes.Type(value = FleetNews.ActionTaken.class, name = "action-taken"),
    @JsonSubTypes.Type(value = FleetNews.ActionRefused.class, name = "action-refused"),
    @JsonSubTypes.Type(value = FleetNews.PhaseChanged.class, name = "phase-changed"),
    @JsonSubTypes.Type(value = FleetNews.WaveChanged.class, name = "wave-changed"),
    @JsonSubTypes.Type(value = FleetNews.ServerChanged.class, name = "server-changed"),
})
public sealed interface FleetNews {

    /// A plan was applied.
    record PlanAccepted(PlanChanges changes) implements FleetNews {}

    /// A plan that was applied already was acknowledged.
    record PlanUnchanged(PlanChanges changes) implements FleetNews {}

    /// A plan was refused, and nothing has changed.
    record PlanRefused(List<FleetFault> faults) implements FleetNews {
        public PlanRefused {
            faults = List.copyOf(faults);
        }
    }

    record ActionTaken(FleetAction action) implements FleetNews {}

    record ActionRefused(FleetAction action, String reason) implements FleetNews {}

    record PhaseChanged(FleetPhase phase) implements FleetNews {}

    record WaveChanged(
            String wave,
            WavePhase phase,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason) implements FleetNews {}

    record ServerChanged(
            String server,
            ServerPhase phase,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<MigrationId> migration,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason)
            implements FleetNews {}
}
