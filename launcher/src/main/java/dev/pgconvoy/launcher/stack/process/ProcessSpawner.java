package dev.pgconvoy.launcher.stack.process;

import dev.pgconvoy.launcher.exit.FailureReasons;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Starts every process of the stack on one thread that lives as long as the launcher: Linux signals a child whose
/// parent *thread* ends.
final class ProcessSpawner {

    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("spawner").factory());

    private ProcessSpawner() {}

    static Process spawn(ProcessCommand command) {
        Callable<Process> start = () -> command.builder().start();
        var spawned = THREAD.submit(start);
        var interrupted = false;
        try {
            // An interrupt must not make us forget a process that starts all the same.
            while (true) {
                try {
                    return spawned.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new StackException(
                        "%s cannot be started: %s".formatted(command.name(), FailureReasons.of(cause)), cause);
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
