package dev.pgconvoy.fleet;

import java.util.ArrayList;
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
        waveOf = Map.copyOf(waveOf);
    }

    public static WaveMembers of(FleetSpec spec) {
        var waves = spec.waves().isEmpty() ? List.of(Wave.ALL) : spec.waves();
        var waveOf = new LinkedHashMap<String, Integer>();
        for (var server : spec.servers()) {
            for (var index = 0; index < waves.size(); index++) {
                if (waves.get(index).takes(server)) {
                    waveOf.putIfAbsent(server.name(), index);
                    break;
                }
            }
        }
        return new WaveMembers(waves, waveOf);
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
