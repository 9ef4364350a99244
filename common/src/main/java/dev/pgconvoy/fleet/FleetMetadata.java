package dev.pgconvoy.fleet;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pgconvoy.migration.rate.FleetName;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// How a fleet is called.
///
/// @param name the key of all its records
/// @param labels for people
public record FleetMetadata(String name, SortedMap<String, String> labels) {

    public FleetMetadata {
        FleetName.require(name);
        labels = FleetNames.labels(labels);
    }

    @JsonCreator
    static FleetMetadata create(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty("labels") @Nullable SortedMap<String, String> labels) {
        return new FleetMetadata(name, requireNonNullElse(labels, Collections.emptySortedMap()));
    }
}
