package dev.pgconvoy.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.RequestParts.Fault;
import dev.pgconvoy.event.RequestParts.Leaf;
import dev.pgconvoy.migration.MigrationRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that is wrong with a request in our form, so that it is told at once.
///
/// Reading stops at the first fault. So a request that is not read is put together anew: to the least that can be read
/// one value after the other is added, and those with which it can no more be read are the faults. A value that needs
/// another one gets its chance again after it.
final class RequestFaults {

    private static final int MOST = 20;
    private static final int ROUNDS = 3;
    private static final String MISSING = "missing or not of the expected type";
    private static final String WITHOUT_ID = "a migration id is <targetServer>/<migrationName> and is missing";
    private static final List<String> ID = List.of("id");
    private static final List<List<String>> REQUIRED = List.of(
            ID,
            List.of("source"),
            List.of("source", "host"),
            List.of("source", "user"),
            List.of("target"),
            List.of("target", "host"),
            List.of("target", "user"));

    private RequestFaults() {}

    /// Names that are not known; they are faults in a request that can be read, too.
    static List<Fault> unknown(ObjectNode request) {
        return RequestParts.REQUEST.unknown(request, MOST);
    }

    /// @param first what reading stopped at; empty when it did not
    /// @param place says where somebody wrote it, by its place in our form
    static MalformedEventException all(
            ObjectNode request, List<Fault> unknown, Optional<Fault> first, UnaryOperator<String> place) {
        var read = first.map(fault -> {
            var found = Stream.concat(ofValues(request), missing(request)).toList();
            return found.isEmpty() ? List.of(fault) : found;
        });
        var all = Stream.concat(unknown.stream(), read.stream().flatMap(List::stream))
                .map(fault -> new Fault(place.apply(fault.place()), fault.reason()))
                .distinct()
                .toList();
        return new MalformedEventException(
                all.getFirst().place(), all.getFirst().reason() + listed(all));
    }

    private static String listed(List<Fault> faults) {
        return faults.stream()
                        .limit(MOST)
                        .skip(1)
                        .map(fault -> "; " + fault.place() + ": " + fault.reason())
                        .collect(Collectors.joining())
                + (faults.size() > MOST ? "; …" : "");
    }

    /// Of what is missing as a whole no parts are missing.
    private static Stream<Fault> missing(ObjectNode request) {
        return REQUIRED.stream()
                .filter(path -> at(request, path.subList(0, path.size() - 1)) instanceof ObjectNode owner
                        && !owner.hasNonNull(path.getLast()))
                .map(path -> new Fault("$." + String.join(".", path), path.equals(ID) ? WITHOUT_ID : MISSING));
    }

    private static Stream<Fault> ofValues(ObjectNode request) {
        var readable = least();
        var left = RequestParts.REQUEST.leaves(request).stream()
                .filter(leaf -> !leaf.value().isNull() || !REQUIRED.contains(leaf.path()))
                .toList();
        var faults = List.<Fault>of();
        for (var round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            var refused = new ArrayList<Leaf>();
            var found = new ArrayList<Fault>();
            for (var leaf : left) {
                add(readable, leaf).ifPresent(fault -> {
                    refused.add(leaf);
                    found.add(fault);
                });
            }
            var isSame = refused.size() == left.size();
            left = refused;
            faults = found;
            if (isSame) {
                break;
            }
        }
        return faults.stream();
    }

    private static ObjectNode least() {
        var least = JsonNodeFactory.instance.objectNode().put("id", "server/name");
        least.putObject("source").put("host", "pgconvoy-source.invalid").put("user", "user");
        least.putObject("target").put("host", "pgconvoy-target.invalid").put("user", "user");
        return least;
    }

    /// @return why it cannot be read with the value; it stays without then
    private static Optional<Fault> add(ObjectNode readable, Leaf leaf) {
        var owner = readable;
        for (var name : leaf.path().subList(0, leaf.path().size() - 1)) {
            owner = owner.withObjectProperty(name);
        }
        var name = leaf.path().getLast();
        var before = owner.get(name);
        owner.set(name, leaf.value());
        var fault = fault(readable);
        if (fault.isPresent()) {
            if (before == null) {
                owner.remove(name);
            } else {
                owner.set(name, before);
            }
        }
        return fault;
    }

    private static Optional<Fault> fault(ObjectNode request) {
        try {
            EventJson.MAPPER.treeToValue(request, MigrationRequest.class);
            return Optional.empty();
        } catch (JsonMappingException e) {
            return Optional.of(new Fault(place(e), reason(e)));
        } catch (JsonProcessingException _) {
            return Optional.of(new Fault("$", MISSING));
        }
    }

    private static Optional<JsonNode> child(Optional<JsonNode> node, String name) {
        return node.map(known -> known.get(name));
    }

    private static JsonNode at(JsonNode request, List<String> path) {
        var node = Optional.of(request);
        for (var name : path) {
            node = child(node, name);
        }
        return node.orElse(JsonNodeFactory.instance.missingNode());
    }

    static String place(JsonMappingException e) {
        var path = new StringBuilder("$");
        for (var step : e.getPath()) {
            path.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
        }
        return path.toString();
    }

    /// Our own words about a value may be repeated; Jackson's and the JDK's (its exceptions are subclasses) could quote
    /// it.
    static String reason(JsonMappingException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getClass() == IllegalArgumentException.class && cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return MISSING;
    }
}
