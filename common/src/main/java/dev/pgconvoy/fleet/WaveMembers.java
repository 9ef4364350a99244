package dev.pgconvoy.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which server belongs to which wave.
///
/// @param waves in order; one that takes all where the fleet names none
/// @param waveOf the index of the wave by the name of the server; none for a server that no wave takes
public record WaveMembers(List<Wave> waves, Map<String, Integer> waveOf) {

    public WaveMembers {
        waves = List.copyOf(waves);
        // Not Map.copyOf, which searches long for one of many names that differ in a number only.
        waveOf = Collections.unmodifiableMap(new HashMap<>(waveOf));
    }

    public static WaveMembers of(FleetSpec spec) {
        var waves = spec.waves().isEmpty() ? List.of(Wave.ALL) : spec.waves();
        var naming = new HashMap<String, Integer>();
        for (var index = 0; index < waves.size(); index++) {
            for (var name : waves.get(index).servers()) {
                naming.putIfAbsent(name, index);
            }
        }
        var waveOf = new LinkedHashMap<String, Integer>();
        for (var server : spec.servers()) {
            var first = first(waves, server, naming.getOrDefault(server.name(), waves.size()));
            if (first < waves.size()) {
                waveOf.putIfAbsent(server.name(), first);
            }
        }
        return new WaveMembers(waves, waveOf);
    }

    /// @param named the first wave that names the server
    /// @return the first one that names or selects it
    private static int first(List<Wave> waves, FleetServer server, int named) {
        for (var index = 0; index < named; index++) {
            if (waves.get(index).selects(server)) {
                return index;
            }
        }
        return named;
    }

    public Optional<Integer> of(FleetServer server) {
        return Optional.ofNullable(waveOf.get(server.name()));
    }

    public List<FleetServer> membersOf(int wave, List<FleetServer> servers) {
        var members = new ArrayList<FleetServer>();
        for (var server : servers) {
            if (of(server).filter(index -> index == wave).isPresent()) {
                members.add(server);
            }
        }
        return members;
    }
}
