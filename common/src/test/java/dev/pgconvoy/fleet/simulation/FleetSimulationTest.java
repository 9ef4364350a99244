package dev.pgconvoy.fleet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.campaign.ReliabilityPage;
import dev.pgconvoy.campaign.SeedRanges;
import dev.pgconvoy.campaign.TestedCommit;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.migration.MigrationOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Many fleets on a virtual clock; `-Dpgconvoy.fleets.seeds=1-1000` runs more of them.
///
/// Each seed is a line of `target/fleets/runs.jsonl`, or of the file of
/// `-Dpgconvoy.fleets.runs`; with `-Dpgconvoy.fleets.append=true` after those that are
/// there, so that a campaign can be run in pieces.
/// `-Dpgconvoy.fleets.page=../docs/reliability.md` writes the section of the page.
class FleetSimulationTest {

    private static final String SEEDS = "pgconvoy.fleets.seeds";
    private static final String RUNS = "pgconvoy.fleets.runs";
    private static final String APPEND = "pgconvoy.fleets.append";
    private static final String PAGE = "pgconvoy.fleets.page";
    /// The last ones have once found that a wave began on old looks at its sources.
    private static final String FEW = "1-3,81,178";
    private static final long SEED_OF_PAUSES = 1;
    private static final int SERVERS = 100;

    @Test
    void every_rule_holds_at_every_instant_and_no_schedule_is_much_longer_than_it_must_be()
            throws IOException, InterruptedException {
        var file = Path.of(System.getProperty(RUNS, "target/fleets/runs.jsonl"));
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (!Boolean.getBoolean(APPEND)) {
            Files.deleteIfExists(file);
        }
        var commit = TestedCommit.find();

        for (var seed : SeedRanges.parse(System.getProperty(SEEDS, FEW))) {
            var record = new SeedRun(seed, commit, StoredHost::new).run();
            Files.writeString(file, record.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        var records = read(file);
        var page = System.getProperty(PAGE, "");
        if (!page.isBlank()) {
            ReliabilityPage.replace(Path.of(page), List.of(FleetSection.of(records)));
        }
        assertThat(records)
                .as("once more with -D%s=SEED", SEEDS)
                .allMatch(record -> record.violation().isEmpty());
        assertThat(records).as("seeds in which nobody waits long").anyMatch(record -> record.withOverdue() > 0);
    }

    @Test
    void what_is_paused_alone_begins_when_it_is_resumed_and_every_rule_holds() {
        var fleet = new FleetScenario(SEED_OF_PAUSES, SERVERS).fleet("paused");
        var random = new Random(SEED_OF_PAUSES);
        var last = "s" + (SERVERS - 1);
        try (var host = new StoredHost(SchedulerSettings.DEFAULTS)) {
            var simulation = new FleetSimulation(host, SEED_OF_PAUSES);
            simulation.plan(fleet, FleetSimulation.BEGIN);
            pause(simulation, Optional.of("w1"), Optional.empty(), 0, 12);
            pause(simulation, Optional.empty(), Optional.of(last), 0, 24 * 7);
            for (var number = 0; number < SERVERS / 5; number++) {
                var server = "s" + random.nextInt(SERVERS - 1);
                pause(simulation, Optional.empty(), Optional.of(server), random.nextInt(24), 6);
            }

            var log = simulation.run();

            assertThat(simulation.phases().values()).containsOnly(FleetPhase.SUCCEEDED);
            assertThat(LogChecker.check(log)).isGreaterThanOrEqualTo(SERVERS);
            WaitChecker.check(log, SchedulerSettings.DEFAULTS.patience());
            assertThat(log.stream()
                            .flatMap(event -> event instanceof SeenEvent.Requested begun
                                            && begun.request().options().migrationOption() != MigrationOption.VALIDATE
                                            && LogReader.isOf(begun.request().id(), fleet.name(), last)
                                    ? Stream.of(begun.at())
                                    : Stream.<Instant>empty())
                            .findFirst())
                    .hasValue(FleetSimulation.BEGIN.plus(Duration.ofDays(7)));
        }
    }

    private static void pause(
            FleetSimulation simulation, Optional<String> wave, Optional<String> server, int fromHour, int hours) {
        var from = FleetSimulation.BEGIN.plus(Duration.ofHours(fromHour));
        simulation.act("paused", new FleetAction.Pause(wave, server, ""), from);
        simulation.act("paused", new FleetAction.Resume(wave, server), from.plus(Duration.ofHours(hours)));
    }

    private static List<SeedRecord> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(SeedRecord::read).toList();
    }
}
