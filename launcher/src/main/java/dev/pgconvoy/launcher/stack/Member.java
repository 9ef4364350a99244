package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.stack.process.Child;
import dev.pgconvoy.launcher.stack.process.StackException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A process of a running stack.
public abstract sealed class Member permits KafkaProcess, PostgresProcess, ServiceProcess {

    private final String name;
    private final Child child;
    private volatile boolean told;

    Member(String name, Child child) {
        this.name = name;
        this.child = child;
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
    public final CompletableFuture<Member> onExit() {
        return child.process().onExit().thenApply(_ -> this);
    }

    /// SIGKILL, as a test of what others do then.
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
            return child.waitFor(grace());
        } catch (StackException interrupted) {
            return false;
        }
    }

    /// Whether somebody asked it to end.
    final boolean wasTold() {
        return told;
    }

    final Child child() {
        return child;
    }

    void signalStop() {
        child.signal();
    }

    abstract Duration grace();

    /// Returns when it serves.
    ///
    /// @throws StackException when it ends before that, or takes too long
    abstract void awaitReady();

    @Override
    public final String toString() {
        return name + " (process " + pid() + ")";
    }
}
