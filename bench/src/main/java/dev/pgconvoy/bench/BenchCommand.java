package dev.pgconvoy.bench;

import dev.pgconvoy.bench.result.ResultFolder;
import dev.pgconvoy.bench.run.BenchPlan;
import dev.pgconvoy.bench.run.BenchSession;
import dev.pgconvoy.bench.run.ColdStart;
import dev.pgconvoy.bench.run.ProgressPrinter;
import dev.pgconvoy.bench.run.ScaleRuns;
import dev.pgconvoy.bench.run.ScalingExperiment;
import dev.pgconvoy.bench.server.PostgresPrograms;
import dev.pgconvoy.bench.workload.PeerTool;
import dev.pgconvoy.bench.workload.Workload;
import dev.pgconvoy.bench.workload.Workloads;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the command line asks for.
@Command(
        name = "pgconvoy bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures pgconvoy against pgcopydb, pg_dump and a bare COPY pipe, and writes the page of benchmarks.",
            "Two PostgreSQL servers, Kafka and the services are started for it on this machine. Let nothing else run."
        })
final class BenchCommand implements Callable<Integer> {

    private static final String SCALE = "scale";

    @Option(
            names = "--workloads",
            paramLabel = "NAME",
            split = ",",
            description = "bulk, wide, many, latency, blobs, fks, toast, skew, databases50, unequal, schema,"
                    + " sequences10k, partitions1600, schemas200, scale; default all.")
    @Nullable
    List<String> workloads;

    @Option(names = "--pairs", paramLabel = "N", description = "Runs of each pair; default 3.")
    int pairs = 3;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            description = "Runs of pgconvoy that are not measured, before each workload; default 2.")
    int warmUps = 2;

    @Option(names = "--scale", paramLabel = "X", description = "Size of the data; 1.0 (default) is what the bars mean.")
    double scale = 1;

    @Option(
            names = "--peers",
            paramLabel = "NAME",
            split = ",",
            description =
                    "pgcopydb, pg_dump (-Fd, pg_restore), psql (pg_dump | psql), floor; default all, each where it makes sense.")
    @Nullable
    List<String> peers;

    @Option(names = "--jobs", paramLabel = "N", description = "Of pgconvoy, up to 8; default each workload's own.")
    @Nullable
    Integer jobs;

    @Option(names = "--cold", description = "Measures what a cold start adds; alone unless --workloads is given.")
    boolean cold;

    @Option(
            names = "--cold-against",
            paramLabel = "FOLDER",
            description = "With --cold: the sources of another build, to be run in turn with this one.")
    @Nullable
    Path coldAgainst;

    @Option(names = "--tune", description = "Tries pgcopydb's options on the workloads instead, and writes nothing.")
    boolean tune;

    @Option(
            names = "--page-only",
            description = "Writes the page anew from the measurements that are there, and measures nothing.")
    boolean pageOnly;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "The page; the measurements go to a folder of its name beside it. Default docs/benchmarks.md.")
    @Nullable
    Path report;

    @Option(names = "--pg-bin", paramLabel = "FOLDER", description = "PostgreSQL's programs; default ${DEFAULT-VALUE}.")
    Path pgBin = Path.of("/usr/lib/postgresql/15/bin");

    @Option(
            names = "--work-dir",
            paramLabel = "FOLDER",
            description = "Where the servers' data goes; default ${DEFAULT-VALUE}.")
    Path workDir = Path.of(System.getProperty("java.io.tmpdir"));

    private final Path home;
    private final InstantSource clock;
    private final ProgressPrinter progress;

    BenchCommand(Path home, InstantSource clock, ProgressPrinter progress) {
        this.home = home;
        this.clock = clock;
        this.progress = progress;
    }

    @Override
    public Integer call() {
        var wanted = wanted();
        var moved = wanted.stream()
                .filter(name -> !name.equals(SCALE))
                .map(Workloads::named)
                .toList();
        var plan = new BenchPlan(warmUps, pairs, scale, wantedPeers(), Optional.ofNullable(jobs));
        var page = Optional.ofNullable(report)
                .orElse(home.resolve("docs/benchmarks.md"))
                .toAbsolutePath();
        var results = new ResultFolder(Path.of(page.toString().replaceFirst("(\\.md)?$", "")));
        if (pageOnly) {
            results.writePage(page, names());
            return 0;
        }
        try (var session = BenchSession.begin(new PostgresPrograms(pgBin), home, workDir, clock, progress)) {
            if (tune) {
                moved.forEach(workload -> session.tune(workload, scale));
                return 0;
            }
            for (var workload : moved) {
                results.save(session.run(workload, plan));
                results.writePage(page, names());
            }
            if (wanted.contains(SCALE)) {
                results.save(ScaleRuns.measure(session, ScalingExperiment.TABLES, plan));
            }
            if (cold) {
                results.save(ColdStart.measure(session, home, Optional.ofNullable(coldAgainst), pairs));
            }
            results.writePage(page, names());
        }
        progress.say("\nThe page is " + page);
        return 0;
    }

    private List<String> wanted() {
        if (workloads != null) {
            return workloads;
        }
        var all = new ArrayList<>(names());
        all.add(SCALE);
        return cold ? List.of() : all;
    }

    private Set<PeerTool> wantedPeers() {
        return peers == null
                ? Set.of(PeerTool.values())
                : peers.stream().map(PeerTool::parse).collect(Collectors.toSet());
    }

    private static List<String> names() {
        return Workloads.MOVED.stream().map(Workload::name).toList();
    }
}
