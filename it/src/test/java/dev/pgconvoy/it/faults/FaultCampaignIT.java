package dev.pgconvoy.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.wire.KafkaClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Migrations that meet faults at chosen moments, each decided by a seed, in one cluster that is started once.
///
/// CI runs the seeds of two lists, for about four minutes;
/// `-Dpgconvoy.it.faults.seeds=1-500` runs others, all of them. Each run is a line in
/// `it/target/faults/runs.jsonl`, or in the file that `-Dpgconvoy.it.faults.runs` names,
/// which `-Dpgconvoy.it.faults.append=true` goes on with.
@Tag("faults")
class FaultCampaignIT {

    private static final Path RUNS =
            FaultSeeds.areChosen() ? FaultSections.runsFile() : FaultCluster.FOLDER.resolve("runs-in-ci.jsonl");
    private static final Path VIOLATIONS = FaultCluster.FOLDER.resolve("violations");
    private static final String APPEND = "pgconvoy.it.faults.append";
    private static final Duration IN_CI = Duration.ofSeconds(210);
    private static final int WATCHED_AT_ONCE = 6;

    private final Queue<FaultRun.Ended> watched = new ArrayDeque<>();
    private final List<String> violations = new ArrayList<>();

    @Test
    void what_is_announced_is_what_happened() throws IOException, SQLException, InterruptedException {
        var seeds = FaultSeeds.wanted(RUNS);
        Files.createDirectories(FaultCluster.FOLDER);
        if (!Boolean.getBoolean(APPEND)) {
            Files.deleteIfExists(RUNS);
        }
        var deadline = System.nanoTime() + IN_CI.toNanos();
        try (var cluster = FaultCluster.start();
                var client = KafkaClient.connect(cluster.bootstrapServers())) {
            RunDatabases.prepareTemplates(cluster.direct(ServerEnd.SOURCE));
            var number = 0;
            for (var seed : seeds) {
                if (!FaultSeeds.areChosen() && System.nanoTime() > deadline) {
                    System.out.println("faults: the time in CI is over, seeds from " + seed + " were not run");
                    break;
                }
                var plan = RunPlan.of(seed);
                if (plan.fault() == InjectedFault.TARGET_DISK_FULL
                        && !cluster.targetDisk().canBeFilled()) {
                    System.out.println("faults: seed " + seed + " was not run: only who may mount a disk can fill one");
                    continue;
                }
                number++;
                run(cluster, client, plan, number);
            }
            while (!watched.isEmpty()) {
                conclude(cluster, watched.remove());
            }
        }
        FaultSections.writeIfWanted();
        assertThat(violations).as("violations; %s has each run", RUNS).isEmpty();
    }

    private void run(FaultCluster cluster, KafkaClient client, RunPlan plan, int number)
            throws IOException, SQLException, InterruptedException {
        System.out.printf("faults: run %d, seed %d: %s at %s%n", number, plan.seed(), plan.fault(), plan.phase());
        try (var saboteur = TopicSaboteur.start(cluster.bootstrapServers(), plan.victim())) {
            var ended = new FaultRun(cluster, client, saboteur, plan, number).execute();
            if (!ended.record().violations().isEmpty()) {
                cluster.keepLogs(VIOLATIONS.resolve("seed-" + plan.seed()));
            }
            watched.add(ended);
        }
        if (watched.size() > WATCHED_AT_ONCE) {
            conclude(cluster, watched.remove());
        }
    }

    private void conclude(FaultCluster cluster, FaultRun.Ended ended) throws IOException, InterruptedException {
        var later = ended.watch().wrong();
        if (!later.isEmpty()) {
            cluster.keepLogs(VIOLATIONS.resolve("seed-" + ended.record().seed()));
        }
        var record = ended.record().withViolations(later);
        Files.writeString(
                RUNS,
                record.json() + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        var seed = record.seed();
        System.out.printf(
                "faults: seed %d: %s at %s%s: %s in %.1f s, %d violations%n",
                seed,
                record.fault(),
                record.phase(),
                record.phaseSeen() ? "" : " (not seen)",
                record.states(),
                record.millis() / 1_000.0,
                record.violations().size());
        for (var violation : record.violations()) {
            System.out.println("faults:   " + violation);
            violations.add("seed %d: %s%n  logs: %s%n  again: %s"
                    .formatted(
                            seed,
                            violation,
                            VIOLATIONS.resolve("seed-" + seed),
                            RunPlan.of(seed).repeat()));
        }
    }
}
