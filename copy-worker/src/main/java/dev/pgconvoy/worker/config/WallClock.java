package dev.pgconvoy.worker.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Instant;
import java.util.function.Supplier;

/// The one place that reads the wall clock.
@ApplicationScoped
class WallClock {

    @Produces
    Supplier<Instant> clock() {
        return Instant::now;
    }
}
