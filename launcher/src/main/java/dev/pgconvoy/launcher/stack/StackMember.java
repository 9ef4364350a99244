package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.stack.aot.AotCache;
import dev.pgconvoy.launcher.stack.process.ChildProcess;
import dev.pgconvoy.launcher.stack.process.StackException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A process of a running stack.
public abstract sealed class StackMember permits KafkaProcess, PostgresProcess, ServiceProcess {

    private static final Duration WHILE_RECORDING = Duration.ofMinutes(5);

    private final String name;
    private final Optional<AotCache> cache;
    private volatile ChildProcess child;
    private volatile boolean told;

    /// @param cache of its JVM
    StackMember(String name, ChildProcess child, Optional<AotCache> cache) {
        this.name = name;
        this.child = child;
        this.cache = cache;
    }

    public final String name() {
        return name;
    }

    public final long pid() {
        return child.process().pid();
    }

    public final boolean isAlive() {
        return child.process().isAlive();
    }

    public final Path log() {
        return child.log();
    }

    /// Completes when the process has ended, for whatever reason.
    public final CompletableFuture<StackMember> onExit() {
        return child.process().onExit().thenApply(_ -> this);
    }

    /// SIGKILL without waiting for the end.
    final void beginKill() {
        told = true;
        child.process().destroyForcibly();
    }

    /// SIGKILL, as a test of what others do then; returns when it has ended.
    public final void kill() {
        told = true;
        child.kill();
    }

    /// Stops in order, or by force when that takes too long.
    public final void stop() {
        told = true;
        if (isAlive()) {
            signalStop();
            if (!endsInTime()) {
                child.kill();
            }
        }
    }

    private boolean endsInTime() {
        try {
            return child.waitFor(isRecorded() ? WHILE_RECORDING : grace());
        } catch (StackException interrupted) {
            return false;
        }
    }

    /// A JVM that records writes down what it has seen when it ends.
    private boolean isRecorded() {
        return cache.filter(recorded -> child.isStartedWith(recorded.recordFlag()))
                .isPresent();
    }

    /// Whether somebody asked it to end.
    final boolean wasTold() {
        return told;
    }

    final ChildProcess child() {
        return child;
    }

    void signalStop() {
        child.signal();
    }

    abstract Duration grace();

    /// Returns when it serves. A JVM that its AOT cache brings down, because the cache is damaged, is started once more
    /// without it.
    ///
    /// @throws StackException when it ends before that, or takes too long
    final void awaitStart() {
        try {
            awaitReady();
        } catch (StackException e) {
            var damaged = cache.filter(used -> !told && child.isStartedWith(used.useFlag()) && child.hasCrashed());
            if (damaged.isEmpty()) {
                throw e;
            }
            damaged.get().discard();
            child = child.startAgainWithout(damaged.get().useFlag());
            awaitReady();
        }
    }

    /// Returns when it serves.
    ///
    /// @throws StackException when it ends before that, or takes too long
    abstract void awaitReady();

    @Override
    public final String toString() {
        return name + " (process " + pid() + ")";
    }
}
