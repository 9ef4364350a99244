package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.launcher.client.RecordedFleets;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which of the applied fleets is meant.
final class FleetFlag {

    @Option(names = "--fleet", paramLabel = "NAME", description = "Default: the only one that is applied.")
    private Optional<String> name = Optional.empty();

    Optional<String> name() {
        return name;
    }

    FleetStatus chosen(RecordedFleets fleets) {
        return name.map(fleets::requireState).orElseGet(fleets::requireOnly);
    }
}
