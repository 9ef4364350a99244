package dev.pgconvoy.launcher.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A running process with its log and, while it runs, its pid file.
public final class ChildProcess {

    private static final Duration POLL = Duration.ofMillis(50);
    /// What is told of a process that ended by SIGILL, SIGABRT, SIGBUS or SIGSEGV.
    private static final Set<Integer> CRASHES = Set.of(132, 134, 135, 139);

    private final ProcessCommand command;
    private final Process process;
    private final Path run;
    private final LogFile log;

    private ChildProcess(ProcessCommand command, Path run, Process process) {
        this.command = command;
        this.run = run;
        this.process = process;
        this.log = new LogFile(command.log());
    }

    /// @param run the folder of pid files
    public static ChildProcess start(ProcessCommand command, Path run) {
        var child = new ChildProcess(command, run, ProcessSpawner.spawn(command));
        var pidFile = run.resolve("%s-%d.pid".formatted(command.name(), child.process.pid()));
        try {
            PidFile.of(child.process.toHandle(), command.stop()).write(pidFile);
        } catch (RuntimeException e) {
            child.kill();
            throw e;
        }
        child.process.onExit().thenRun(() -> deleteQuietly(pidFile));
        return child;
    }

    /// The same command without one of its arguments.
    public ChildProcess startAgainWithout(String argument) {
        return start(command.without(argument), run);
    }

    public boolean isStartedWith(String argument) {
        return command.line().contains(argument);
    }

    /// Whether it ended as a JVM does that finds a fault in its own memory.
    public boolean hasCrashed() {
        return !process.isAlive() && CRASHES.contains(process.exitValue());
    }

    /// Runs a command to its end, which must be a success.
    public static void run(ProcessCommand command, Duration limit) {
        var child = new ChildProcess(
                command, Objects.requireNonNull(command.log().getParent()), ProcessSpawner.spawn(command));
        try {
            if (!child.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw child.failure("did not end within %d s".formatted(limit.toSeconds()));
            }
            if (child.process.exitValue() != 0) {
                throw child.failure("failed with exit code " + child.process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw child.failure("was interrupted");
        } finally {
            child.process.destroyForcibly();
        }
    }

    /// Asks again and again until the process is ready.
    ///
    /// @throws StackException with the end of its log when it ends before, or the time is over
    public void awaitReady(BooleanSupplier ready, Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (waitFor(POLL)) {
                throw failure("ended with exit code %d while it was starting".formatted(process.exitValue()));
            }
            if (System.nanoTime() > deadline) {
                throw failure("was not ready within %d s".formatted(limit.toSeconds()));
            }
        }
    }

    StackException failure(String what) {
        return new StackException("%s %s. %s".formatted(command.name(), what, log.tail()));
    }

    /// Whether the process ended in this time.
    public boolean waitFor(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was given up, the start was interrupted");
        }
    }

    public void signal() {
        command.stop().send(process.toHandle());
    }

    /// SIGKILL; returns when it has ended.
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public Process process() {
        return process;
    }

    public Path log() {
        return log.path();
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next launcher sees that the process is gone.
        }
    }
}
