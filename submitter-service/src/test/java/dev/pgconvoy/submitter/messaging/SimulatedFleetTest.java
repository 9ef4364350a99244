package dev.pgconvoy.submitter.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.campaign.SeedRanges;
import dev.pgconvoy.fleet.simulation.FleetScenario;
import dev.pgconvoy.fleet.simulation.FleetSimulation;
import dev.pgconvoy.fleet.simulation.LogChecker;
import dev.pgconvoy.fleet.status.FleetPhase;
import org.junit.jupiter.api.Test;

/// The simulated fleets of `common`, with the submitter's whole topology and its store in
/// place of the scheduler alone: everything is said in events, and the process is killed
/// and doubled. `-Dpgconvoy.fleets.seeds=1-20` runs more.
class SimulatedFleetTest {

    private static final int SERVERS = 60;

    @Test
    void every_rule_holds_at_every_instant() {
        for (var seed : SeedRanges.parse(System.getProperty("pgconvoy.fleets.seeds", "1"))) {
            try (var host = new TopologyHost(FleetSimulation.BEGIN)) {
                var simulation = new FleetSimulation(host, seed);
                simulation.plan(new FleetScenario(seed, SERVERS).fleet("fleet-" + seed), FleetSimulation.BEGIN);

                var log = simulation.run();

                assertThat(simulation.phases().values()).as("seed %d", seed).containsOnly(FleetPhase.SUCCEEDED);
                assertThat(LogChecker.check(log)).as("seed %d", seed).isGreaterThanOrEqualTo(SERVERS);
                assertThat(simulation.kills()).as("seed %d", seed).isPositive();
            }
        }
    }
}
