package dev.pgconvoy.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.text.Spelling;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The objects of which a request is made, and the names of their properties. Other names are refused: a misspelt
/// `databases` would move every database. Names that begin with `x-` are the requester's own, and nobody looks at them.
///
/// @param properties the object that each holds; empty where it holds a value
record RequestParts(Map<String, Optional<RequestParts>> properties) {

    private static final Set<Class<?>> OBJECTS = Set.of(
            MigrationRequest.class,
            ServerEndpoint.class,
            TlsOptions.class,
            MigrationOptions.class,
            RightsOptions.class,
            CopyOptions.class,
            Filters.class,
            AzureResource.class);

    private static final String REQUESTERS_OWN = "x-";

    /// What is shown of a name that is not known: it is somebody else's text.
    private static final Pattern SHOWN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");

    static final RequestParts REQUEST = of(MigrationRequest.class);

    private static RequestParts of(Class<?> object) {
        var properties = new LinkedHashMap<String, Optional<RequestParts>>();
        for (var component : object.getRecordComponents()) {
            properties.put(component.getName(), object(component));
        }
        return new RequestParts(properties);
    }

    private static Optional<RequestParts> object(RecordComponent component) {
        Type type = component.getGenericType() instanceof ParameterizedType optional
                        && component.getType() == Optional.class
                ? optional.getActualTypeArguments()[0]
                : component.getType();
        return type instanceof Class<?> object && OBJECTS.contains(object) ? Optional.of(of(object)) : Optional.empty();
    }

    /// What the request has beside them, at most so many, each by its place and with the name that may be meant.
    List<Fault> unknown(ObjectNode request, int most) {
        var faults = new ArrayList<Fault>();
        collect(request, "$", most, faults);
        return faults;
    }

    private void collect(ObjectNode object, String place, int most, List<Fault> faults) {
        for (var property : object.properties()) {
            if (faults.size() >= most) {
                return;
            }
            var name = property.getKey();
            var part = properties.get(name);
            if (part == null) {
                if (!name.startsWith(REQUESTERS_OWN)) {
                    faults.add(unknown(place, name));
                }
            } else if (part.isPresent() && property.getValue() instanceof ObjectNode inner) {
                part.get().collect(inner, place + "." + name, most, faults);
            }
        }
    }

    private Fault unknown(String place, String name) {
        if (!SHOWN.matcher(name).matches()) {
            return new Fault(place, "a property has a name that is not known");
        }
        var meant = Spelling.nearest(name, properties.keySet());
        return new Fault(
                place + "." + name,
                "this property is not known"
                        + meant.map("; did you mean %s?"::formatted)
                                .orElse("; what is your own begins with " + REQUESTERS_OWN));
    }

    /// The known properties that are there and hold values; what proves a link is one value, as its parts need each
    /// other.
    List<Leaf> leaves(ObjectNode request) {
        var leaves = new ArrayList<Leaf>();
        collect(request, List.of(), leaves);
        return leaves;
    }

    private void collect(ObjectNode object, List<String> path, List<Leaf> leaves) {
        properties.forEach((name, part) -> {
            var value = object.get(name);
            if (value == null) {
                return;
            }
            var place = new ArrayList<>(path);
            place.add(name);
            if (part.isPresent() && value instanceof ObjectNode inner && !name.equals("tls")) {
                part.get().collect(inner, place, leaves);
            } else {
                leaves.add(new Leaf(place, value));
            }
        });
    }

    /// @param path the names that lead to it
    record Leaf(List<String> path, JsonNode value) {}

    /// @param place where it is in the request (`$.source.port`)
    record Fault(String place, String reason) {}
}
