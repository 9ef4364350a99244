package dev.pgconvoy.monitor.azure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/// Counts what is asked of Azure, and says once when it fails and once when it works again.
final class PollMetrics {

    private static final Logger LOG = Logger.getLogger(PollMetrics.class);

    private final Counter polls;
    private final Counter errors;
    private final AtomicInteger waiting;

    PollMetrics(MeterRegistry registry) {
        polls = registry.counter("pgconvoy.azure.polls");
        errors = registry.counter("pgconvoy.azure.errors");
        waiting = registry.gauge("pgconvoy.azure.waiting", new AtomicInteger());
    }

    void asked() {
        polls.increment();
    }

    /// @param failures in a row for this migration
    void failed(int failures, String what) {
        errors.increment();
        if (failures == 1 && waiting.getAndIncrement() == 0) {
            LOG.warnf("Azure cannot be asked now, trying on: %s", what);
        }
    }

    /// @param failures in a row that are over now
    void recovered(int failures) {
        if (failures > 0 && waiting.decrementAndGet() == 0) {
            LOG.info("Azure answers again for all migrations");
        }
    }
}
