package dev.pgconvoy.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The records that travel, found from the data of the topics through their components.
final class WireRecords {

    private static final Set<Class<?>> ROOTS = Set.of(
            MigrationRequest.class,
            MigrationEvent.MigrationValidated.class,
            MigrationEvent.MigrationSubmitted.class,
            MigrationEvent.CancelRequested.class,
            MigrationEvent.MigrationObserved.class,
            MigrationStatus.class,
            CopyTask.class,
            TaskResult.class,
            TaskProgress.class,
            SnapshotNotice.class,
            FleetEvent.FleetRequested.class,
            FleetEvent.FleetActionRequested.class,
            FleetEvent.FleetChanged.class,
            FleetStatus.class);

    private WireRecords() {}

    static Stream<Class<?>> all() {
        return reachable().stream().filter(type -> type.isRecord() && type != MigrationId.class);
    }

    static Set<Class<?>> reachable() {
        var found = new LinkedHashSet<Class<?>>();
        ROOTS.forEach(root -> collect(root, found));
        return found;
    }

    private static void collect(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
        } else if (type instanceof Class<?> plain && plain.getName().startsWith("dev.pgconvoy") && found.add(plain)) {
            // references to secrets and certificates are text on the wire
            if (plain.isSealed()
                    && (plain.getPackageName().endsWith("secret")
                            || plain.getPackageName().endsWith("tls"))) {
                return;
            }
            if (plain.isSealed()) {
                Arrays.stream(plain.getPermittedSubclasses()).forEach(permitted -> collect(permitted, found));
            } else if (plain.isRecord()) {
                Arrays.stream(plain.getRecordComponents())
                        .forEach(component -> collect(component.getGenericType(), found));
            }
        }
    }

    /// `Report.PhaseTime` for a nested record; the events by their own name.
    static String schemaName(Class<?> type) {
        var outer = type.getEnclosingClass();
        return outer == null || outer == MigrationEvent.class || outer == FleetEvent.class
                ? type.getSimpleName()
                : outer.getSimpleName() + "." + type.getSimpleName();
    }

    /// One of several that a property tells apart.
    static Optional<String> kindProperty(Class<?> record) {
        return Arrays.stream(record.getInterfaces())
                .map(family -> family.getAnnotation(JsonTypeInfo.class))
                .filter(java.util.Objects::nonNull)
                .map(JsonTypeInfo::property)
                .findFirst();
    }

    static boolean isRequired(Class<?> record, RecordComponent component) {
        return creatorOf(record)
                .map(creator -> Arrays.stream(creator.getParameters())
                        .map(parameter -> parameter.getAnnotation(JsonProperty.class))
                        .anyMatch(property -> property.value().equals(component.getName()) && property.required()))
                .orElse(component.getType() != Optional.class);
    }

    private static Optional<java.lang.reflect.Method> creatorOf(Class<?> record) {
        return Arrays.stream(record.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(JsonCreator.class))
                .findFirst();
    }
}
