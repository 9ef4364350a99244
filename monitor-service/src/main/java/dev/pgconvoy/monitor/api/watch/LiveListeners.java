package dev.pgconvoy.monitor.api.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/// How many streams of the console are open.
@Startup
@Singleton
final class LiveListeners {

    private final AtomicInteger open = new AtomicInteger();

    LiveListeners(MeterRegistry registry) {
        registry.gauge("pgconvoy.live.listeners", open);
    }

    int count() {
        return open.get();
    }

    void came() {
        open.incrementAndGet();
    }

    void went() {
        open.decrementAndGet();
    }
}
