package dev.pgconvoy.launcher.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Who was started for this folder, so that the next launcher finds what a killed one could not stop. The
/// start time tells our process from a stranger that got its id later.
///
/// @param signal what makes it stop in order
public record PidFile(long pid, long startedMillis, StopSignal signal) {

    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(2);

    public static PidFile of(ProcessHandle process, StopSignal signal) {
        return new PidFile(process.pid(), started(process), signal);
    }

    public void write(Path file) {
        try {
            Files.writeString(file, "%d %d %s%n".formatted(pid, startedMillis, signal));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Optional<PidFile> read(Path file) {
        try {
            var words = Files.readString(file).strip().split(" ");
            return Optional.of(
                    new PidFile(Long.parseLong(words[0]), Long.parseLong(words[1]), StopSignal.valueOf(words[2])));
        } catch (IOException | RuntimeException e) {
            // Half-written by a launcher that was killed just then.
            return Optional.empty();
        }
    }

    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(found -> Math.abs(started(found) - startedMillis) < CLOCKS_MAY_DIFFER.toMillis());
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
