package dev.pgconvoy.fleet;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pgconvoy.migration.AzureResource;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// One server of a fleet: one migration.
///
/// @param targetServer the first part of the migration's id; empty for the first label of the target's host
/// @param databases that are moved; empty means every database of the source
/// @param labels by which waves choose, and by whose values limits count
/// @param priority the higher ones of a wave go first, -1000 to 1000
/// @param needs the servers of the fleet that have to be migrated before
/// @param expectedDuration of its migration, where more is known than the defaults say
/// @param azure what is to be known when Azure moves the data
public record FleetServer(
        String name,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> targetServer,
        EndpointSettings source,
        EndpointSettings target,
        List<String> databases,
        SortedMap<String, String> labels,
        int priority,
        List<String> needs,
        OptionSettings options,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Duration> expectedDuration,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<AzureResource> azure) {

    private static final int HIGHEST_PRIORITY = 1_000;
    private static final int MOST_NEEDS = 100;

    public FleetServer {
        FleetNames.requireServer(name);
        targetServer.ifPresent(part -> FleetNames.require("targetServer", part));
        databases = List.copyOf(databases);
        labels = FleetNames.labels(labels);
        needs = List.copyOf(needs);
        if (Math.abs(priority) > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("priority must be between -%d and %<d".formatted(HIGHEST_PRIORITY));
        }
        if (needs.size() > MOST_NEEDS) {
            throw new IllegalArgumentException("at most %d needs".formatted(MOST_NEEDS));
        }
        expectedDuration.ifPresent(duration -> FleetDurations.require("expectedDuration", duration));
    }

    @JsonCreator
    static FleetServer create(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty("targetServer") @Nullable Optional<String> targetServer,
            @JsonProperty("source") @Nullable EndpointSettings source,
            @JsonProperty("target") @Nullable EndpointSettings target,
            @JsonProperty("databases") @Nullable List<String> databases,
            @JsonProperty("labels") @Nullable SortedMap<String, String> labels,
            @JsonProperty("priority") @Nullable Integer priority,
            @JsonProperty("needs") @Nullable List<String> needs,
            @JsonProperty("options") @Nullable OptionSettings options,
            @JsonProperty("expectedDuration") @Nullable Optional<Duration> expectedDuration,
            @JsonProperty("azure") @Nullable Optional<AzureResource> azure) {
        return new FleetServer(
                name,
                requireNonNullElse(targetServer, Optional.<String>empty()),
                requireNonNullElse(source, EndpointSettings.NONE),
                requireNonNullElse(target, EndpointSettings.NONE),
                requireNonNullElse(databases, List.of()),
                requireNonNullElse(labels, Collections.emptySortedMap()),
                requireNonNullElse(priority, 0),
                requireNonNullElse(needs, List.of()),
                requireNonNullElse(options, OptionSettings.NONE),
                requireNonNullElse(expectedDuration, Optional.<Duration>empty()),
                requireNonNullElse(azure, Optional.<AzureResource>empty()));
    }
}
