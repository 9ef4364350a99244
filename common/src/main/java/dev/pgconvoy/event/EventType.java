package dev.pgconvoy.event;

import java.util.Arrays;
import java.util.Optional;

/// The events by name: their `ce_type`, their topic and their class.
public enum EventType {
    MIGRATION_REQUESTED("migration.requested", MigrationEvent.MigrationRequested.class),
    MIGRATION_VALIDATED("migration.validated", MigrationEvent.MigrationValidated.class),
    MIGRATION_SUBMITTED("migration.submitted", MigrationEvent.MigrationSubmitted.class),
    CANCEL_REQUESTED("migration.cancel-requested", MigrationEvent.CancelRequested.class),
    PAUSE_SET("migration.pauses", MigrationEvent.PauseSet.class),
    MIGRATION_OBSERVED("migration.observed", MigrationEvent.MigrationObserved.class),
    SUBSTATE_CHANGED("migration.substate-changed", MigrationEvent.SubstateChanged.class),
    MIGRATION_COMPLETED("migration.completed", MigrationEvent.MigrationCompleted.class),
    MIGRATION_CANCELLED("migration.cancelled", MigrationEvent.MigrationCancelled.class),
    STATE_RECORDED("migration.state", MigrationEvent.StateRecorded.class),
    COPY_TASK("copy.tasks", CopyTask.class),
    COPY_RESULT("copy.results", TaskResult.class),
    COPY_PROGRESS("copy.progress", TaskProgress.class),
    COPY_SNAPSHOT("copy.snapshots", SnapshotNotice.class),
    COPY_RATE("copy.rates", RateClaim.class),
    COPY_LIMIT("copy.limits", RateLimitSet.class),
    FLEET_REQUESTED("fleet.requested", "fleet.plans", FleetEvent.FleetRequested.class),
    FLEET_ACTION_REQUESTED("fleet.action-requested", "fleet.actions", FleetEvent.FleetActionRequested.class),
    FLEET_CHANGED("fleet.changed", FleetEvent.FleetChanged.class),
    FLEET_STATE_RECORDED("fleet.state", FleetEvent.FleetStateRecorded.class);

    private final String name;
    private final String topic;
    private final Class<? extends Event> event;

    EventType(String topic, Class<? extends Event> event) {
        this(topic, topic, event);
    }

    EventType(String name, String topic, Class<? extends Event> event) {
        this.name = name;
        this.topic = topic;
        this.event = event;
    }

    public String topic() {
        return topic;
    }

    /// The topic without the family of its events, such as `completed`.
    public String shortName() {
        return topic.substring(topic.indexOf('.') + 1);
    }

    /// `ce_type`, with the version of the data's shape.
    public String ceType() {
        return "dev.pgconvoy." + name + ".v1";
    }

    Class<? extends Event> event() {
        return event;
    }

    public static Optional<EventType> ofTopic(String topic) {
        return Arrays.stream(values()).filter(type -> type.topic.equals(topic)).findFirst();
    }

    /// Whether others than our services may write to this topic.
    public static boolean isAnybodys(String topic) {
        return ofTopic(topic)
                .filter(type -> switch (type) {
                    case MIGRATION_REQUESTED,
                            CANCEL_REQUESTED,
                            PAUSE_SET,
                            FLEET_REQUESTED,
                            FLEET_ACTION_REQUESTED,
                            COPY_LIMIT -> true;
                    case MIGRATION_VALIDATED,
                            MIGRATION_SUBMITTED,
                            MIGRATION_OBSERVED,
                            SUBSTATE_CHANGED,
                            MIGRATION_COMPLETED,
                            MIGRATION_CANCELLED,
                            STATE_RECORDED,
                            COPY_TASK,
                            COPY_RESULT,
                            COPY_PROGRESS,
                            COPY_SNAPSHOT,
                            COPY_RATE,
                            FLEET_CHANGED,
                            FLEET_STATE_RECORDED -> false;
                })
                .isPresent();
    }

    public static EventType of(Event event) {
        return switch (event) {
            case MigrationEvent.MigrationRequested _ -> MIGRATION_REQUESTED;
            case MigrationEvent.MigrationValidated _ -> MIGRATION_VALIDATED;
            case MigrationEvent.MigrationSubmitted _ -> MIGRATION_SUBMITTED;
            case MigrationEvent.CancelRequested _ -> CANCEL_REQUESTED;
            case MigrationEvent.PauseSet _ -> PAUSE_SET;
            case MigrationEvent.MigrationObserved _ -> MIGRATION_OBSERVED;
            case MigrationEvent.SubstateChanged _ -> SUBSTATE_CHANGED;
            case MigrationEvent.MigrationCompleted _ -> MIGRATION_COMPLETED;
            case MigrationEvent.MigrationCancelled _ -> MIGRATION_CANCELLED;
            case MigrationEvent.StateRecorded _ -> STATE_RECORDED;
            case CopyTask _ -> COPY_TASK;
            case TaskResult _ -> COPY_RESULT;
            case TaskProgress _ -> COPY_PROGRESS;
            case SnapshotNotice _ -> COPY_SNAPSHOT;
            case RateClaim _ -> COPY_RATE;
            case RateLimitSet _ -> COPY_LIMIT;
            case FleetEvent.FleetRequested _ -> FLEET_REQUESTED;
            case FleetEvent.FleetActionRequested _ -> FLEET_ACTION_REQUESTED;
            case FleetEvent.FleetChanged _ -> FLEET_CHANGED;
            case FleetEvent.FleetStateRecorded _ -> FLEET_STATE_RECORDED;
        };
    }
}
