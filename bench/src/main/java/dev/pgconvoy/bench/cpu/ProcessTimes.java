package dev.pgconvoy.bench.cpu;

import dev.pgconvoy.bench.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All processes of this machine at one moment.
public final class ProcessTimes {

    private static final Path PROC = Path.of("/proc");
    /// USER_HZ, which is 100 on every platform that we run on.
    private static final double TICKS_PER_SECOND = 100;

    private final Map<Long, ProcStat> processes;

    ProcessTimes(Map<Long, ProcStat> processes) {
        this.processes = Map.copyOf(processes);
    }

    public static ProcessTimes now() {
        var processes = new HashMap<Long, ProcStat>();
        try (var folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            folders.forEach(folder -> read(folder).ifPresent(stat -> processes.put(stat.pid(), stat)));
        } catch (IOException e) {
            throw new BenchException("The processes cannot be listed: " + e, e);
        }
        return new ProcessTimes(processes);
    }

    private static Optional<ProcStat> read(Path folder) {
        try {
            var line = new String(Files.readAllBytes(folder.resolve("stat")), StandardCharsets.ISO_8859_1);
            return Optional.of(ProcStat.parse(line));
        } catch (IOException e) {
            // It has ended meanwhile.
            return Optional.empty();
        }
    }

    /// Seconds of a process, of its children that ended, and of all that live below it.
    public double ofTree(long root) {
        var children = processes.values().stream().collect(Collectors.groupingBy(ProcStat::parent));
        var open = new ArrayDeque<ProcStat>();
        Optional.ofNullable(processes.get(root)).ifPresent(open::add);
        var ticks = 0L;
        while (!open.isEmpty()) {
            var process = open.remove();
            ticks += process.own() + process.reaped();
            Optional.ofNullable(children.get(process.pid())).ifPresent(open::addAll);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /// Seconds of the children of a process that ended, and of theirs.
    public double ofEndedChildren(long parent) {
        return Optional.ofNullable(processes.get(parent)).map(ProcStat::reaped).orElse(0L) / TICKS_PER_SECOND;
    }
}
