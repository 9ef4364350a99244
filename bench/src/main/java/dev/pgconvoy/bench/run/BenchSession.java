package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.contender.Contender;
import dev.pgconvoy.bench.contender.ConvoyLine;
import dev.pgconvoy.bench.contender.ConvoyStack;
import dev.pgconvoy.bench.contender.CopyPipeBaseline;
import dev.pgconvoy.bench.contender.DumpDirectory;
import dev.pgconvoy.bench.contender.DumpFile;
import dev.pgconvoy.bench.contender.DumpPipe;
import dev.pgconvoy.bench.contender.PgconvoyContender;
import dev.pgconvoy.bench.contender.PgcopydbContender;
import dev.pgconvoy.bench.proxy.NetworkModel;
import dev.pgconvoy.bench.result.MeasurementEnvironment;
import dev.pgconvoy.bench.result.WorkloadResult;
import dev.pgconvoy.bench.server.PostgresPrograms;
import dev.pgconvoy.bench.workload.DatabaseFiller;
import dev.pgconvoy.bench.workload.PeerTool;
import dev.pgconvoy.bench.workload.PgcopydbOptions;
import dev.pgconvoy.bench.workload.Workload;
import dev.pgconvoy.migration.VerifyMode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/// One session of measuring, with the servers and the services up.
public final class BenchSession implements AutoCloseable {

    /// Of the one worker; a migration's jobs say how many of them it uses.
    static final int SLOTS = 8;

    private final ServerPair servers;
    private final ConvoyStack stack;
    private final ConvoyLine line;
    private final MachineFacts machine;
    private final ProgressPrinter progress;
    private List<String> filled = List.of();

    private BenchSession(
            ServerPair servers, ConvoyStack stack, ConvoyLine line, MachineFacts machine, ProgressPrinter progress) {
        this.servers = servers;
        this.stack = stack;
        this.line = line;
        this.machine = machine;
        this.progress = progress;
    }

    /// @param home of pgconvoy's sources
    /// @param temporary where the servers' data goes
    public static BenchSession begin(
            PostgresPrograms installation, Path home, Path temporary, InstantSource clock, ProgressPrinter progress) {
        progress.say("starting two servers of " + installation.version());
        var servers = ServerPair.open(temporary, installation);
        try {
            progress.say("starting Kafka and the services");
            var stack = ConvoyStack.start();
            stack.useWorkers(1, SLOTS);
            return new BenchSession(
                    servers, stack, ConvoyLine.to(stack, clock), new MachineFacts(installation, home, clock), progress);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    public WorkloadResult run(Workload workload, BenchPlan plan) {
        var databases = BenchTarget.names(workload.databases().size());
        var environment = fill(workload.name(), workload.databases(), plan.scale());
        var size = size(databases);
        try (var benchTarget = benchTarget(workload.network(), databases)) {
            var pairedRuns = new PairedRuns(benchTarget, progress);
            var jobs = plan.jobs().orElse(workload.jobs());
            var ours = new PgconvoyContender(stack, line, VerifyMode.OFF, jobs);
            var verified = new PgconvoyContender(stack, line, VerifyMode.FULL, jobs);
            var neighbours =
                    workload.isVerifiedInPairs() ? List.<Contender>of(ours, verified) : List.<Contender>of(ours);
            warmUp(benchTarget, ours, plan);
            for (var peer : workload.peers()) {
                if (plan.peers().contains(peer)) {
                    progress.say(" pgconvoy and " + peer.text());
                    pairedRuns.pairs(neighbours, contender(peer, workload), plan.pairs());
                }
            }
            if (!workload.isVerifiedInPairs()) {
                progress.say(" verified");
                pairedRuns.once(verified);
            }
            return new WorkloadResult(
                    workload.name(),
                    workload.about(),
                    plan.scale(),
                    workload.network().text(),
                    size,
                    "`--jobs %d`, one worker".formatted(jobs),
                    workload.pgcopydb().text(),
                    environment,
                    pairedRuns.measurements(),
                    pairedRuns.failures(),
                    workload.bars().stream()
                            .map(bar -> new WorkloadResult.Bar(bar.peer().text(), bar.ratio(), bar.verified()))
                            .toList());
        }
    }

    private static Contender contender(PeerTool peer, Workload workload) {
        return switch (peer) {
            case PGCOPYDB -> PgcopydbContender.with(workload.pgcopydb());
            case DUMP_DIRECTORY -> new DumpDirectory();
            case DUMP_FILE -> new DumpFile();
            case DUMP_PIPE -> new DumpPipe();
            case FLOOR -> new CopyPipeBaseline();
        };
    }

    /// Tries pgcopydb's options on a workload, each once.
    public void tune(Workload workload, double scale) {
        fill(workload.name(), workload.databases(), scale);
        try (var benchTarget = benchTarget(workload.network(), BenchTarget.names(1))) {
            var pairedRuns = new PairedRuns(benchTarget, progress);
            PgcopydbOptions.candidates()
                    .forEach(options -> pairedRuns.once(new PgcopydbContender(options.text(), options)));
        }
    }

    /// A JVM compiles what it runs often: services that are up have moved something before.
    void warmUp(BenchTarget benchTarget, PgconvoyContender ours, BenchPlan plan) {
        progress.say(" warming up");
        var unmeasured = new PairedRuns(benchTarget, progress);
        for (var run = 0; run < plan.warmUps(); run++) {
            unmeasured.once(ours);
        }
    }

    /// @return the machine as it was before
    MeasurementEnvironment fill(String name, List<DatabaseFiller> databases, double scale) {
        progress.say("");
        progress.say("%s: filling the source (scale %s)".formatted(name, scale));
        var environment = machine.look();
        var source = servers.source();
        filled.forEach(source::dropDatabase);
        filled = BenchTarget.names(databases.size());
        for (var index = 0; index < databases.size(); index++) {
            var database = filled.get(index);
            source.createDatabase(database);
            databases.get(index).fill(source, database, scale);
            // So that nobody's run pays for hint bits, and no autovacuum comes in between.
            source.sql(database, "VACUUM (ANALYZE, FREEZE)");
        }
        source.checkpoint();
        progress.say(" " + size(filled));
        return environment;
    }

    private String size(List<String> databases) {
        var bytes = databases.stream().mapToLong(servers.source()::bytesOf).sum();
        return String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
    }

    BenchTarget benchTarget(NetworkModel network) {
        return benchTarget(network, BenchTarget.names(1));
    }

    private BenchTarget benchTarget(NetworkModel network, List<String> databases) {
        return BenchTarget.of(servers.source(), servers.target(), network, servers.folder(), databases);
    }

    ConvoyStack stack() {
        return stack;
    }

    ConvoyLine line() {
        return line;
    }

    ServerPair servers() {
        return servers;
    }

    ProgressPrinter progress() {
        return progress;
    }

    @Override
    public void close() {
        line.close();
        stack.close();
        servers.close();
    }
}
