package dev.pgconvoy.launcher.fleet.file;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.text.Spelling;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Finds keys that a fleet file cannot have: a misspelt `databases` would move every database. What is known are the
/// components of the records that the file is read into.
final class KnownKeys {

    private final PlacedDocument document;
    private final List<FileFault> faults = new ArrayList<>();

    private KnownKeys(PlacedDocument document) {
        this.document = document;
    }

    static List<FileFault> unknownIn(PlacedDocument document, Class<?> type) {
        var keys = new KnownKeys(document);
        keys.check(document.root(), type, JsonPointer.empty());
        return keys.faults;
    }

    private void check(JsonNode node, Type type, JsonPointer at) {
        switch (node) {
            case ObjectNode object when type instanceof Class<?> holder -> object(object, holder, at);
            case ObjectNode object
            when isMap(type) ->
                object.properties()
                        .forEach(entry -> check(entry.getValue(), content(type), at.appendProperty(entry.getKey())));
            case ArrayNode array
            when type instanceof ParameterizedType -> {
                for (var i = 0; i < array.size(); i++) {
                    check(array.path(i), content(type), at.appendIndex(i));
                }
            }
            default -> {}
        }
    }

    private void object(ObjectNode object, Class<?> holder, JsonPointer at) {
        var known = properties(holder, object);
        if (known.isEmpty()) {
            return;
        }
        object.properties().forEach(entry -> {
            var name = entry.getKey();
            var place = at.appendProperty(name);
            var type = known.get(name);
            if (type == null) {
                faults.add(new FileFault(document.ofKey(place), PlacedDocument.path(place), unknown(name, known)));
            } else {
                check(entry.getValue(), type, place);
            }
        });
    }

    private static String unknown(String name, Map<String, Type> known) {
        return "this key is not known; "
                + Spelling.nearest(name, known.keySet())
                        .map("did you mean %s?"::formatted)
                        .orElseGet(() -> "known here are " + String.join(", ", known.keySet()));
    }

    /// By name, with their types; empty for what is no object of ours, or of a kind that is not known.
    static SequencedMap<String, Type> properties(Class<?> holder, ObjectNode object) {
        var kind = holder.getAnnotation(JsonTypeInfo.class);
        var known = new LinkedHashMap<String, Type>();
        if (kind != null) {
            known.put(kind.property(), String.class);
            subtype(holder, object.path(kind.property()).asText()).ifPresent(one -> known.putAll(components(one)));
            return known.size() == 1 ? new LinkedHashMap<>() : known;
        }
        return components(holder);
    }

    private static Optional<Class<?>> subtype(Class<?> holder, String kind) {
        var types = Optional.ofNullable(holder.getAnnotation(JsonSubTypes.class));
        return types.stream()
                .flatMap(known -> Arrays.stream(known.value()))
                .filter(type -> type.name().equals(kind))
                .<Class<?>>map(JsonSubTypes.Type::value)
                .findFirst();
    }

    private static SequencedMap<String, Type> components(Class<?> holder) {
        var components = new LinkedHashMap<String, Type>();
        if (holder.isRecord()) {
            for (var component : holder.getRecordComponents()) {
                components.put(component.getName(), type(component));
            }
        }
        return components;
    }

    private static Type type(RecordComponent component) {
        return component.getType() == Optional.class ? content(component.getGenericType()) : component.getGenericType();
    }

    private static boolean isMap(Type type) {
        return type instanceof ParameterizedType map
                && map.getRawType() instanceof Class<?> raw
                && Map.class.isAssignableFrom(raw);
    }

    /// Of a list, an optional or a map: the type of what is in it.
    private static Type content(Type type) {
        return type instanceof ParameterizedType holder
                ? holder.getActualTypeArguments()[holder.getActualTypeArguments().length - 1]
                : Object.class;
    }
}
