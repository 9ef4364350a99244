package dev.pgconvoy.it.leaks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Reads arguments and environments of all processes below this one, again and again: pg_dump lives for a moment only.
public final class ProcessWatch implements AutoCloseable {

    private static final long PAUSE_NANOS = 10_000_000;
    private static final Path PROCESSES = Path.of("/proc");

    private final LeakSearch search;
    private final Set<String> leaks = ConcurrentHashMap.newKeySet();
    private final Set<String> programs = ConcurrentHashMap.newKeySet();
    private final Thread watcher;
    private volatile boolean closed;

    public ProcessWatch(LeakSearch search) {
        this.search = search;
        this.watcher = Thread.ofPlatform().daemon().name("process-watch").start(this::watch);
    }

    private void watch() {
        while (!closed) {
            ProcessHandle.current().descendants().forEach(this::look);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void look(ProcessHandle process) {
        process.info()
                .command()
                .ifPresent(
                        command -> programs.add(String.valueOf(Path.of(command).getFileName())));
        for (var kind : List.of("cmdline", "environ")) {
            try {
                var file = PROCESSES.resolve(Long.toString(process.pid())).resolve(kind);
                leaks.addAll(search.in(
                        "%s of %s".formatted(kind, process.info().command().orElse("a process")),
                        Files.readAllBytes(file)));
            } catch (IOException _) {
                // It has ended.
            }
        }
    }

    /// What was met so far.
    public Set<String> programs() {
        return Set.copyOf(programs);
    }

    public List<String> leaks() {
        return List.copyOf(leaks);
    }

    @Override
    public void close() {
        closed = true;
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
