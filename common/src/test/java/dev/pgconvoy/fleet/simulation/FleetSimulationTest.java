package dev.pgconvoy.fleet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.campaign.ReliabilityPage;
import dev.pgconvoy.campaign.SeedRanges;
import dev.pgconvoy.campaign.TestedCommit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Many fleets on a virtual clock; `-Dpgconvoy.fleets.seeds=1-1000` runs more of them.
///
/// Each seed is a line of `target/fleets/runs.jsonl`, or of the file of `-Dpgconvoy.fleets.runs`;
/// with `-Dpgconvoy.fleets.append=true` after those that are there, so that a campaign can be run in
/// pieces. `-Dpgconvoy.fleets.page=../docs/reliability.md` writes the section of the page.
class FleetSimulationTest {

    private static final String SEEDS = "pgconvoy.fleets.seeds";
    private static final String RUNS = "pgconvoy.fleets.runs";
    private static final String APPEND = "pgconvoy.fleets.append";
    private static final String PAGE = "pgconvoy.fleets.page";
    private static final String FEW = "1-3";

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

    private static List<SeedRecord> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(SeedRecord::read).toList();
    }
}
