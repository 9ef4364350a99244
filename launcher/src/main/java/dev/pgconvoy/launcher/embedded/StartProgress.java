package dev.pgconvoy.launcher.embedded;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Says what is being started, and every two seconds that it is still at it.
final class StartProgress {

    private static final long STEP_SECONDS = 2;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("starting").factory());

    StartProgress(String what, Consumer<String> steps) {
        steps.accept(what);
        var seconds = new AtomicLong();
        var _ = clock.scheduleAtFixedRate(
                () -> steps.accept("%s, %d s".formatted(what, seconds.addAndGet(STEP_SECONDS))),
                STEP_SECONDS,
                STEP_SECONDS,
                TimeUnit.SECONDS);
    }

    void end() {
        clock.shutdownNow();
    }
}
