package dev.pgconvoy.monitor;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// The one place where time comes from.
final class SystemClock {

    private SystemClock() {}

    @Produces
    @Singleton
    static InstantSource clock() {
        return InstantSource.system();
    }
}
