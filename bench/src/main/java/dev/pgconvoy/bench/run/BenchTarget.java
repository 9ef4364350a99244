package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.contender.Contender;
import dev.pgconvoy.bench.contender.RunContext;
import dev.pgconvoy.bench.cpu.ProcessTimes;
import dev.pgconvoy.bench.proxy.NetworkModel;
import dev.pgconvoy.bench.proxy.NetworkProxy;
import dev.pgconvoy.bench.result.Measurement;
import dev.pgconvoy.bench.server.LocalServer;
import dev.pgconvoy.bench.server.ServerPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A filled source, an empty target and the network between: where contenders run, one at a time.
final class BenchTarget implements AutoCloseable {

    static final String DATABASE = "bench";

    private static final double NANOS = 1e9;
    private static final long LARGEST_KEPT = 500_000_000;

    private final LocalServer source;
    private final LocalServer target;
    private final NetworkModel network;
    private final NetworkProxy beforeSource;
    private final NetworkProxy beforeTarget;
    private final Path folder;
    private final Map<String, DatabaseContents> expected;
    private final boolean isSmall;
    private final List<Path> scratches = new ArrayList<>();
    private int keptAside;

    private BenchTarget(
            LocalServer source,
            LocalServer target,
            NetworkModel network,
            Path folder,
            Map<String, DatabaseContents> expected) {
        this.source = source;
        this.target = target;
        this.network = network;
        this.folder = folder;
        this.expected = expected;
        this.isSmall = expected.keySet().stream().mapToLong(source::bytesOf).sum() <= LARGEST_KEPT;
        this.beforeSource = NetworkProxy.before(source.address().socketAddress(), network);
        this.beforeTarget = NetworkProxy.before(target.address().socketAddress(), network);
    }

    /// @param folder for files of the runs
    static BenchTarget of(
            LocalServer source, LocalServer target, NetworkModel network, Path folder, List<String> databases) {
        var expected = new LinkedHashMap<String, DatabaseContents>();
        databases.forEach(name -> expected.put(name, DatabaseContents.of(source, name)));
        return new BenchTarget(source, target, network, folder, expected);
    }

    /// The names of so many databases.
    static List<String> names(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> number == 1 ? DATABASE : DATABASE + number)
                .toList();
    }

    /// @throws BenchException when the contender fails, or the target is not what the source is
    Measurement measure(Contender contender, String against, int pair) {
        clear();
        var scratch = newFolder();
        try {
            var context = new RunContext(
                    List.copyOf(expected.keySet()),
                    source,
                    target,
                    network.isNone() ? source.address() : new ServerPort(beforeSource.port()),
                    network.isNone() ? target.address() : new ServerPort(beforeTarget.port()),
                    scratch);
            contender.prepare(context);
            source.checkpoint();
            target.checkpoint();
            var measured = run(contender, context, against, pair);
            expected.forEach(
                    (name, contents) -> contents.requireSame(DatabaseContents.of(target, name), contender.name()));
            return measured;
        } finally {
            clear(scratch);
        }
    }

    /// A small database is put aside until the end, and so are the files of the run: after thousands of files were
    /// deleted, a file system looks long for free inodes, and the next run would pay for that.
    private void clear(Path scratch) {
        if (isSmall) {
            scratches.add(scratch);
        } else {
            FolderRemoval.remove(scratch);
        }
        clear();
    }

    private void clear() {
        expected.keySet().stream().filter(target::hasDatabase).forEach(this::clear);
    }

    private void clear(String database) {
        if (isSmall) {
            target.renameDatabase(database, "%s_%d".formatted(DATABASE, ++keptAside));
        } else {
            target.dropDatabase(database);
        }
    }

    private Measurement run(Contender contender, RunContext context, String against, int pair) {
        var before = ProcessTimes.now();
        var began = System.nanoTime();
        var parts = contender.run(context);
        var wall = (System.nanoTime() - began) / NANOS;
        var after = ProcessTimes.now();
        var client = contender.cpu(after).minus(contender.cpu(before));
        return new Measurement(
                contender.name(),
                against,
                pair,
                wall,
                client.movers(),
                client.others(),
                after.ofTree(source.pid()) - before.ofTree(source.pid()),
                after.ofTree(target.pid()) - before.ofTree(target.pid()),
                parts,
                contender.estimated());
    }

    /// Bytes that left the source through the proxy so far.
    long bytesFromSource() {
        return beforeSource.bytesFromTarget();
    }

    private Path newFolder() {
        try {
            return Files.createTempDirectory(folder, "run-");
        } catch (IOException e) {
            throw new BenchException("No folder can be made in %s: %s".formatted(folder, e), e);
        }
    }

    @Override
    public void close() {
        beforeSource.close();
        beforeTarget.close();
        for (; keptAside > 0; keptAside--) {
            target.dropDatabase("%s_%d".formatted(DATABASE, keptAside));
        }
        scratches.forEach(FolderRemoval::remove);
    }
}
