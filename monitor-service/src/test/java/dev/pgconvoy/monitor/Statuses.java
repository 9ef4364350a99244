package dev.pgconvoy.monitor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import java.util.Objects;

/// Statuses as the fold would publish them.
public final class Statuses {

    private Statuses() {}

    public static MigrationStatus requested(String id, long secondsLater) {
        return shown(fresh(id, secondsLater));
    }

    public static MigrationStatus finished(String id) {
        return shown(Lifecycle.fold(fresh(id, 0), new Samples(id).finished(2), Samples.T0)
                .next());
    }

    public static MigrationStatus stalled(String id) {
        return shown(Lifecycle.stall(fresh(id, 0), Samples.T0, Samples.T0.plusSeconds(60))
                .next());
    }

    public static MigrationStatus hindered(String id, Finding obstacle) {
        var fact = new Samples(id).observed(new Observation.Hindered(1, obstacle));
        return shown(Lifecycle.fold(fresh(id, 0), fact, Samples.T0).next());
    }

    private static Migration fresh(String id, long secondsLater) {
        var decision = Lifecycle.fold(null, new Samples(id).requested(), Samples.T0.plusSeconds(secondsLater));
        return Objects.requireNonNull(decision.next());
    }

    private static MigrationStatus shown(Migration migration) {
        return Objects.requireNonNull(migration).status().withoutPasswords();
    }
}
