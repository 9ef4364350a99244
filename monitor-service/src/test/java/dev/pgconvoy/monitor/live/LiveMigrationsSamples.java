package dev.pgconvoy.monitor.live;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.view.KnownMigrations;
import java.time.Instant;
import java.util.List;

/// What running migrations do, for tests of those who show it.
public final class LiveMigrationsSamples {

    public static final MigrationId ID = WorkerEvents.ID;

    private static final Instant T0 = WorkerEvents.T0;

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

    /// One task for each table of [#ID], which a worker has in hand.
    public static LiveMigrations copying(KnownMigrations known, List<String> tables) {
        var live = new LiveMigrations(known, WorkerEvents.CONFIG, () -> WorkerEvents.T0);
        live.beginAnew();
        live.listening();
        tables.forEach(table -> live.sent(WorkerEvents.task(table, WorkerEvents.copy(1_000_000, table)), T0));
        copied(live, tables, 1);
        return live;
    }

    /// What the worker says of them a second later.
    public static void copied(LiveMigrations live, List<String> tables, int second) {
        tables.forEach(table -> live.heard(
                WorkerEvents.progress(table, "worker-1", 1_000L * second, 10L * second), T0.plusSeconds(second)));
    }
}
