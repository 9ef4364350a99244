package dev.pgconvoy.monitor.azure;

import dev.pgconvoy.azure.AzureFailures;
import dev.pgconvoy.azure.Backoff;
import dev.pgconvoy.lifecycle.Migration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Looks at one migration again and again, on a virtual thread of its own, until it is told to stop.
final class Poller implements Runnable {

    private final AzureMigrationWatch watched;
    private final Shared shared;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private int failures;

    /// What all pollers of a process have in common.
    ///
    /// @param slots bounds the requests that run at once
    record Shared(
            RequestBudget budget,
            Semaphore slots,
            Duration interval,
            Backoff backoff,
            PollMetrics metrics,
            FactPublisher outlet,
            InstantSource clock) {}

    Poller(String name, AzureMigrationWatch watched, Shared shared) {
        this.watched = watched;
        this.shared = shared;
        this.thread = Thread.ofVirtual().name("azure-" + name).unstarted(this);
    }

    Poller start() {
        thread.start();
        return this;
    }

    /// A cancellation need not wait for the next look.
    void update(Migration changed) {
        var wasCanceling = watched.isCanceling();
        watched.update(changed);
        if (!wasCanceling && watched.isCanceling()) {
            wake.release();
        }
    }

    void stop() {
        stopped = true;
        thread.interrupt();
    }

    @Override
    public void run() {
        try {
            var wait = shared.backoff().jittered(shared.interval()).dividedBy(4);
            while (!stopped) {
                wake.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
                wait = turn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            shared.metrics().recovered(failures);
        }
    }

    /// @return how long to wait for the next
    private Duration turn() throws InterruptedException {
        try {
            var look = look();
            if (look.event().isPresent()) {
                shared.outlet().publish(look.event().get());
            }
            if (watched.wantsCancel(now())) {
                ask(() -> {
                    watched.cancel(now());
                    return true;
                });
            }
            shared.metrics().recovered(failures);
            failures = 0;
            var wait = shared.backoff().jittered(shared.interval());
            return look.retryAfter().filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
        } catch (RuntimeException fault) {
            return failed(fault);
        }
    }

    private AzureMigrationWatch.Look look() throws InterruptedException {
        return ask(() -> watched.look(now()));
    }

    /// Throttling is meant for all of us; other faults may be this one's alone.
    private Duration failed(RuntimeException fault) {
        if (stopped) {
            return shared.interval();
        }
        shared.metrics()
                .failed(
                        ++failures,
                        AzureFailures.of(fault, "Azure Resource Manager").sentence());
        var asked = AzureFailures.retryAfter(fault);
        asked.ifPresent(wait -> shared.budget().close(now().plus(wait)));
        return shared.backoff().after(failures, asked);
    }

    private <T> T ask(Supplier<T> request) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(shared.budget().take(now()).toNanos());
        shared.slots().acquire();
        try {
            shared.metrics().asked();
            return request.get();
        } finally {
            shared.slots().release();
        }
    }

    private Instant now() {
        return shared.clock().instant();
    }
}
