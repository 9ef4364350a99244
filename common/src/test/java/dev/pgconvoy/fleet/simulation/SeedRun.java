package dev.pgconvoy.fleet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a seed stands for: a large fleet alone, of which the time is measured, and
/// three smaller ones with priorities that share their hosts and have few places, so
/// that some wait for long.
final class SeedRun {

    /// The longest time a schedule may take, as a multiple of the least.
    static final double LONGEST = 1.10;

    private static final int SERVERS = 500;
    private static final int CROWD = 3;
    private static final int SERVERS_IN_CROWD = 100;
    private static final SchedulerSettings FEW_PLACES = new SchedulerSettings(12, Duration.ofMinutes(30));

    private final long seed;
    private final String commit;
    private final Function<SchedulerSettings, SchedulerHost> hosts;
    private final List<SeenEvent> seen = new ArrayList<>();
    private int kills;
    private double ratio;
    private int withOverdue;

    /// @param hosts what runs the scheduler
    SeedRun(long seed, String commit, Function<SchedulerSettings, SchedulerHost> hosts) {
        this.seed = seed;
        this.commit = commit;
        this.hosts = hosts;
    }

    SeedRecord run() {
        Optional<String> violation = Optional.empty();
        try {
            large();
            crowd();
        } catch (AssertionError e) {
            violation = Optional.of(Optional.ofNullable(e.getMessage()).orElse("it failed"));
        }
        return new SeedRecord(
                seed,
                commit,
                SERVERS + CROWD * SERVERS_IN_CROWD,
                requests(MigrationOption.VALIDATE, false),
                requests(MigrationOption.VALIDATE, true),
                ends(MigrationState.FAILED),
                (int) seen.stream().filter(SeenEvent.Stopped.class::isInstance).count(),
                kills,
                ratio,
                withOverdue,
                violation);
    }

    private void large() {
        var fleet = new FleetScenario(seed, SERVERS).fleet("fleet-" + seed);
        try (var host = hosts.apply(SchedulerSettings.DEFAULTS)) {
            var simulation = new FleetSimulation(host, seed);
            simulation.plan(fleet, FleetSimulation.BEGIN);

            var log = run(simulation);

            ratio = ShortestTime.ratio(fleet, log);
            assertThat(ratio).as("times the least time").isLessThanOrEqualTo(LONGEST);
            WaitChecker.check(log, SchedulerSettings.DEFAULTS.patience());
        }
    }

    private void crowd() {
        try (var host = hosts.apply(FEW_PLACES)) {
            var simulation = new FleetSimulation(host, seed);
            for (var number = 0; number < CROWD; number++) {
                simulation.plan(
                        FleetScenario.withPriorities(seed * CROWD + number, SERVERS_IN_CROWD)
                                .fleet("crowd-" + number),
                        FleetSimulation.BEGIN.plus(Duration.ofMinutes(number)));
            }

            var log = run(simulation);

            withOverdue = WaitChecker.check(log, FEW_PLACES.patience());
        }
    }

    private List<SeenEvent> run(FleetSimulation simulation) {
        var log = simulation.run();
        seen.addAll(log);
        kills += simulation.kills();
        assertThat(simulation.phases().values()).containsOnly(FleetPhase.SUCCEEDED);
        assertThat(simulation.kills()).as("kills").isPositive();
        LogChecker.check(log);
        return log;
    }

    private int requests(MigrationOption option, boolean is) {
        return (int) seen.stream()
                .filter(event -> event instanceof SeenEvent.Requested(var _, var request)
                        && (request.options().migrationOption() == option) == is)
                .count();
    }

    private int ends(MigrationState state) {
        return (int) seen.stream()
                .filter(event -> event instanceof SeenEvent.Ended(var _, var _, var end, var _) && end == state)
                .count();
    }
}
