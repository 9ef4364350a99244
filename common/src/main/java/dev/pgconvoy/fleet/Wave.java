package dev.pgconvoy.fleet;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Servers that migrate together. A server belongs to the first wave that names or selects it.
///
/// @param servers by name, each once
/// @param selector labels that a server must all have; with neither names nor selector a wave takes all that are left
/// @param canaries how many servers have to succeed before the others begin
/// @param maxConcurrent migrations of this wave at once
/// @param window the name of the window in which its migrations may begin; empty for any time
/// @param gates the names of what must hold before it begins, each once
public record Wave(
        String name,
        List<String> servers,
        SortedMap<String, String> selector,
        int canaries,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> maxConcurrent,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> window,
        List<String> gates,
        OnFailure onFailure) {

    /// The only wave of a fleet that names none.
    public static final Wave ALL = new Wave(
            "all",
            List.of(),
            Collections.emptySortedMap(),
            0,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            OnFailure.DEFAULTS);

    public Wave {
        FleetNames.require("the name of a wave", name);
        servers = FleetSpec.bounded("servers of a wave", servers, FleetSpec.MOST_SERVERS);
        selector = FleetNames.labels(selector);
        gates = FleetSpec.bounded("gates of a wave", gates, FleetSpec.MOST_GATES);
        if (canaries < 0 || canaries > FleetSpec.MOST_SERVERS) {
            throw new IllegalArgumentException("canaries must be between 0 and %d".formatted(FleetSpec.MOST_SERVERS));
        }
        maxConcurrent.ifPresent(most -> FleetLimits.require("maxConcurrent", most));
    }

    @JsonCreator
    static Wave create(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty("servers") @Nullable List<String> servers,
            @JsonProperty("selector") @Nullable SortedMap<String, String> selector,
            @JsonProperty("canaries") @Nullable Integer canaries,
            @JsonProperty("maxConcurrent") @Nullable Optional<Integer> maxConcurrent,
            @JsonProperty("window") @Nullable Optional<String> window,
            @JsonProperty("gates") @Nullable List<String> gates,
            @JsonProperty("onFailure") @Nullable OnFailure onFailure) {
        return new Wave(
                name,
                requireNonNullElse(servers, List.of()),
                requireNonNullElse(selector, Collections.emptySortedMap()),
                requireNonNullElse(canaries, 0),
                requireNonNullElse(maxConcurrent, Optional.<Integer>empty()),
                requireNonNullElse(window, Optional.<String>empty()),
                requireNonNullElse(gates, List.of()),
                requireNonNullElse(onFailure, OnFailure.DEFAULTS));
    }

    /// Whether a server that it does not name may belong to it; an earlier wave may have it already.
    boolean selects(FleetServer server) {
        return (!selector.isEmpty() || servers.isEmpty())
                && server.labels().entrySet().containsAll(selector.entrySet());
    }
}
