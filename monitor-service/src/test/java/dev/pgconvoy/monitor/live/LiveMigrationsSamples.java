package dev.pgconvoy.monitor.live;

import dev.pgconvoy.monitor.view.KnownMigrations;

/// What running migrations do, for tests of those who show it.
public final class LiveMigrationsSamples {

    private LiveMigrationsSamples() {}

    public static LiveMigrations notListening() {
        return new LiveMigrations(new KnownMigrations(), WorkerEvents.CONFIG, () -> WorkerEvents.T0);
    }

    public static LiveMigrations listening() {
        var live = notListening();
        live.beginAnew();
        live.listening();
        return live;
    }
}
