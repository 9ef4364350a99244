package dev.pgconvoy.fleet.simulation;

import dev.pgconvoy.fleet.FleetAction;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What of the fleets of a log is paused: all of a fleet, a wave, or a server.
final class SeenPauses {

    private final Set<Part> paused = new HashSet<>();

    private record Part(String fleet, Optional<String> wave, Optional<String> server) {}

    void acted(String fleet, FleetAction action) {
        switch (action) {
            case FleetAction.Pause(var wave, var server, var _) -> paused.add(new Part(fleet, wave, server));
            case FleetAction.Resume(var wave, var server) -> {
                if (wave.isEmpty() && server.isEmpty()) {
                    paused.removeIf(part -> part.fleet().equals(fleet));
                } else {
                    paused.remove(new Part(fleet, wave, server));
                }
            }
            case FleetAction.Approve _, FleetAction.Cancel _, FleetAction.Retry _, FleetAction.Delete _ -> {}
        }
    }

    /// Whether a server may not begin.
    boolean isPaused(String fleet, String wave, String server) {
        return paused.contains(new Part(fleet, Optional.empty(), Optional.empty()))
                || paused.contains(new Part(fleet, Optional.of(wave), Optional.empty()))
                || paused.contains(new Part(fleet, Optional.empty(), Optional.of(server)));
    }
}
