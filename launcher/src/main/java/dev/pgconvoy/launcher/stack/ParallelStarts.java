package dev.pgconvoy.launcher.stack;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/// The starts of a stack, each on a thread of its own, side by side.
final class ParallelStarts {

    /// By the name of what is started; the newest of a name.
    private final Map<String, CompletableFuture<Void>> begun = new HashMap<>();
    private final CompletableFuture<Void> firstFailure = new CompletableFuture<>();

    synchronized void begin(String name, Runnable start) {
        var done = CompletableFuture.runAsync(start, task -> Thread.ofVirtual().start(task));
        begun.put(name, done);
        done.whenComplete((_, failure) -> {
            if (failure != null) {
                firstFailure.completeExceptionally(cause(failure));
            }
        });
    }

    private static Throwable cause(Throwable failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }

    /// Of all that have begun until now; fails with the first that fails.
    synchronized CompletableFuture<Void> all() {
        var done = CompletableFuture.allOf(begun.values().toArray(CompletableFuture[]::new));
        return CompletableFuture.anyOf(done, firstFailure).thenApply(_ -> null);
    }

    synchronized CompletableFuture<Void> of(String name) {
        return Objects.requireNonNull(begun.get(name), name).copy();
    }

    /// Never completes but with a failure.
    CompletableFuture<Void> firstFailure() {
        return firstFailure.copy();
    }
}
