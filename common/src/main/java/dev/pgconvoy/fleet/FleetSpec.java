package dev.pgconvoy.fleet;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be moved, in which order, and within which bounds.
///
/// @param defaults of every server that says nothing else
/// @param servers at most [#MOST_SERVERS]
/// @param waves in order; a wave begins when the one before it is done. None means one wave with every server
/// @param windows that waves may name
/// @param gates that waves may name
public record FleetSpec(
        ServerDefaults defaults,
        List<FleetServer> servers,
        List<Wave> waves,
        FleetLimits limits,
        List<MigrationWindow> windows,
        List<Gate> gates) {

    public static final int MOST_SERVERS = 5_000;
    public static final int MOST_WAVES = 100;
    public static final int MOST_WINDOWS = 100;
    public static final int MOST_GATES = 100;

    public FleetSpec {
        servers = bounded("servers", servers, MOST_SERVERS);
        waves = bounded("waves", waves, MOST_WAVES);
        windows = bounded("windows", windows, MOST_WINDOWS);
        gates = bounded("gates", gates, MOST_GATES);
    }

    @JsonCreator
    static FleetSpec create(
            @JsonProperty("defaults") @Nullable ServerDefaults defaults,
            @JsonProperty(value = "servers", required = true) List<FleetServer> servers,
            @JsonProperty("waves") @Nullable List<Wave> waves,
            @JsonProperty("limits") @Nullable FleetLimits limits,
            @JsonProperty("windows") @Nullable List<MigrationWindow> windows,
            @JsonProperty("gates") @Nullable List<Gate> gates) {
        return new FleetSpec(
                requireNonNullElse(defaults, ServerDefaults.NONE),
                servers,
                requireNonNullElse(waves, List.of()),
                requireNonNullElse(limits, FleetLimits.NONE),
                requireNonNullElse(windows, List.of()),
                requireNonNullElse(gates, List.of()));
    }

    static <T> List<T> bounded(String what, List<T> some, int most) {
        if (some.size() > most) {
            throw new IllegalArgumentException("at most %d %s".formatted(most, what));
        }
        return List.copyOf(some);
    }
}
