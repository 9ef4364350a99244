package dev.pgconvoy.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MigrationEvent;
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

    private WireRecords() {}

    static Stream<Class<?>> all() {
        return reachable().stream().filter(type -> type.isRecord() && !isText(type));
    }

    static Set<Class<?>> reachable() {
        var found = new LinkedHashSet<Class<?>>();
        events(Event.class).map(WireRecords::data).forEach(root -> collect(root, found));
        return found;
    }

    private static Stream<Class<?>> events(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(WireRecords::events)
                : Stream.of(type);
    }

    /// Some events are, on the wire, the one thing that they carry.
    private static Class<?> data(Class<?> event) {
        return Arrays.stream(event.getRecordComponents())
                .filter(component -> component.getAccessor().isAnnotationPresent(JsonValue.class))
                .findFirst()
                .<Class<?>>map(RecordComponent::getType)
                .orElse(event);
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
            } else if (plain.isRecord() && !isText(plain)) {
                Arrays.stream(plain.getRecordComponents())
                        .forEach(component -> collect(component.getGenericType(), found));
            }
        }
    }

    /// Such as an id, whose parts are one text on the wire.
    private static boolean isText(Class<?> record) {
        return Arrays.stream(record.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("toString") && method.isAnnotationPresent(JsonValue.class));
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
