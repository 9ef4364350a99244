package dev.pgconvoy.launcher.command.session;

import dev.pgconvoy.launcher.exit.ExitCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Ctrl-C: the first is a wish, the second ends at once (what we started is stopped), the third does not even wait for
/// that.
public final class InterruptHandling {

    private final AtomicInteger count = new AtomicInteger();
    private final CompletableFuture<Void> first = new CompletableFuture<>();

    private InterruptHandling() {}

    /// From now on.
    public static InterruptHandling caught() {
        var interrupts = new InterruptHandling();
        SignalHandling.handle("INT", interrupts::heard);
        SignalHandling.handle("TERM", interrupts::heard);
        return interrupts;
    }

    private void heard() {
        switch (count.incrementAndGet()) {
            case 1 -> first.complete(null);
            case 2 -> Thread.ofPlatform().start(() -> System.exit(ExitCode.INTERRUPTED.number()));
            default -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
        }
    }

    public boolean asked() {
        return first.isDone();
    }

    public CompletableFuture<Void> first() {
        return first.copy();
    }
}
