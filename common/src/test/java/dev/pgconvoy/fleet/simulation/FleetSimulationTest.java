package dev.pgconvoy.fleet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.status.FleetPhase;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Many fleets on a virtual clock; with `-Dpgconvoy.fleet-seeds=1000` more of them.
class FleetSimulationTest {

    private static final int SEEDS = Integer.getInteger("pgconvoy.fleet-seeds", 2);
    private static final int FIRST = Integer.getInteger("pgconvoy.fleet-first-seed", 1);
    private static final int SERVERS = 500;

    private static final double LONGEST = 1.10;

    @Test
    void every_rule_holds_at_every_instant_and_no_schedule_is_much_longer_than_it_must_be() {
        LongStream.range(FIRST, FIRST + SEEDS).forEach(seed -> {
            var fleet = new FleetScenario(seed, SERVERS).fleet("fleet-" + seed);
            try (var host = new StoredHost(SchedulerSettings.DEFAULTS)) {
                var simulation = new FleetSimulation(host, seed);
                simulation.plan(fleet, FleetSimulation.BEGIN);

                var log = simulation.run();

                assertThat(List.copyOf(simulation.phases().values()))
                        .as("seed %d", seed)
                        .isEqualTo(List.of(FleetPhase.SUCCEEDED));
                assertThat(LogChecker.check(log)).isGreaterThanOrEqualTo(SERVERS);
                assertThat(simulation.kills()).isPositive();
                assertThat(ShortestTime.ratio(fleet, log))
                        .as("seed %d: times the least time", seed)
                        .isLessThanOrEqualTo(LONGEST);
            }
        });
    }
}
