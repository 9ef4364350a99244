package dev.pgconvoy.event;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// The events by name: their `ce_type`, their topic and the shape of their data. A record on a topic carries the
/// event's data, not a wrapper.
public enum EventType {
    MIGRATION_REQUESTED("migration.requested", MigrationRequest.class, MigrationEvent.MigrationRequested::new),
    MIGRATION_VALIDATED("migration.validated", MigrationEvent.MigrationValidated.class),
    MIGRATION_SUBMITTED("migration.submitted", MigrationEvent.MigrationSubmitted.class),
    CANCEL_REQUESTED("migration.cancel-requested", MigrationEvent.CancelRequested.class),
    MIGRATION_OBSERVED("migration.observed", MigrationEvent.MigrationObserved.class),
    SUBSTATE_CHANGED("migration.substate-changed", MigrationStatus.class, MigrationEvent.SubstateChanged::new),
    MIGRATION_COMPLETED("migration.completed", MigrationStatus.class, MigrationEvent.MigrationCompleted::new),
    MIGRATION_CANCELLED("migration.cancelled", MigrationStatus.class, MigrationEvent.MigrationCancelled::new),
    STATE_RECORDED("migration.state", MigrationStatus.class, MigrationEvent.StateRecorded::new),
    COPY_TASK("copy.tasks", CopyTask.class),
    COPY_RESULT("copy.results", TaskResult.class),
    COPY_PROGRESS("copy.progress", TaskProgress.class),
    COPY_SNAPSHOT("copy.snapshots", SnapshotWord.class);

    private final String topic;
    private final JavaType dataType;
    private final Function<Object, Object> wrap;

    EventType(String topic, Class<?> data) {
        this(topic, data, Function.identity(), true);
    }

    <D> EventType(String topic, Class<D> data, Function<D, ?> wrap) {
        this(topic, data, value -> wrap.apply(data.cast(value)), true);
    }

    EventType(String topic, Class<?> data, Function<Object, Object> wrap, boolean ignored) {
        this.topic = topic;
        this.dataType = TypeFactory.defaultInstance().constructType(data);
        this.wrap = wrap;
    }

    public String topic() {
        return topic;
    }

    /// `ce_type`, with the version of the data's shape.
    public String ceType() {
        return "dev.pgconvoy." + topic + ".v1";
    }

    JavaType dataType() {
        return dataType;
    }

    Object eventOf(Object data) {
        return wrap.apply(data);
    }

    public static Optional<EventType> ofTopic(String topic) {
        return Arrays.stream(values()).filter(type -> type.topic.equals(topic)).findFirst();
    }

    /// Whether others than our services may write to this topic.
    public static boolean isAnybodys(String topic) {
        return topic.equals(MIGRATION_REQUESTED.topic) || topic.equals(CANCEL_REQUESTED.topic);
    }

    public static EventType of(MigrationEvent event) {
        return switch (event) {
            case MigrationEvent.MigrationRequested _ -> MIGRATION_REQUESTED;
            case MigrationEvent.MigrationValidated _ -> MIGRATION_VALIDATED;
            case MigrationEvent.MigrationSubmitted _ -> MIGRATION_SUBMITTED;
            case MigrationEvent.CancelRequested _ -> CANCEL_REQUESTED;
            case MigrationEvent.MigrationObserved _ -> MIGRATION_OBSERVED;
            case MigrationEvent.SubstateChanged _ -> SUBSTATE_CHANGED;
            case MigrationEvent.MigrationCompleted _ -> MIGRATION_COMPLETED;
            case MigrationEvent.MigrationCancelled _ -> MIGRATION_CANCELLED;
            case MigrationEvent.StateRecorded _ -> STATE_RECORDED;
        };
    }

    /// The data of an event as it stands on the topic.
    static Object dataOf(Object event) {
        return switch (event) {
            case MigrationEvent.MigrationRequested(var request) -> request;
            case MigrationEvent.SubstateChanged(var status) -> status;
            case MigrationEvent.MigrationCompleted(var status) -> status;
            case MigrationEvent.MigrationCancelled(var status) -> status;
            case MigrationEvent.StateRecorded(var status) -> status;
            default -> event;
        };
    }

    public static MigrationId subjectOf(Object event) {
        return switch (event) {
            case MigrationEvent migrationEvent -> migrationEvent.id();
            case CopyTask task -> task.id();
            case TaskResult result -> result.id();
            case TaskProgress progress -> progress.id();
            case SnapshotWord word -> word.id();
            default -> throw new IllegalArgumentException("not an event: " + event.getClass());
        };
    }

    public static EventType of(Object event) {
        return switch (event) {
            case MigrationEvent migrationEvent -> of(migrationEvent);
            case CopyTask _ -> COPY_TASK;
            case TaskResult _ -> COPY_RESULT;
            case TaskProgress _ -> COPY_PROGRESS;
            case SnapshotWord _ -> COPY_SNAPSHOT;
            default -> throw new IllegalArgumentException("not an event: " + event.getClass());
        };
    }
}
