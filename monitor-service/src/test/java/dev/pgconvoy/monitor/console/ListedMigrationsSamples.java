package dev.pgconvoy.monitor.console;

import dev.pgconvoy.monitor.brokers.DeadLetterCounts;
import dev.pgconvoy.monitor.live.LiveMigrationsSamples;
import dev.pgconvoy.monitor.view.KnownMigrations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// Lists of migrations, for tests of those who show them.
public final class ListedMigrationsSamples {

    private ListedMigrationsSamples() {}

    /// Whoever looks does so a second after the one before.
    public static ListedMigrations of(KnownMigrations known) {
        var now = new AtomicReference<>(Instant.EPOCH);
        return new ListedMigrations(
                known,
                LiveMigrationsSamples.listening(),
                new DeadLetterCounts(new SimpleMeterRegistry()),
                () -> now.updateAndGet(time -> time.plus(Duration.ofSeconds(1))));
    }
}
