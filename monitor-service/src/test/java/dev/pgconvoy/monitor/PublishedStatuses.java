package dev.pgconvoy.monitor;

import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Statuses as the fold would publish them.
public final class PublishedStatuses {

    private PublishedStatuses() {}

    public static MigrationStatus requested(String id, long secondsLater) {
        return shown(fresh(id, secondsLater));
    }

    public static MigrationStatus labelled(String id, String key, String value) {
        return labelled(id, new TreeMap<>(Map.of(key, value)));
    }

    public static MigrationStatus labelled(String id, SortedMap<String, String> labels) {
        var asked = new MigrationRequested(new MigrationSamples(id).request().withLabels(labels));
        return shown(Lifecycle.fold(null, asked, MigrationSamples.T0).next());
    }

    /// One of which nothing but counters changes from one revision to the next.
    ///
    /// @param said how often its counters were said
    public static MigrationStatus copying(String id, int said) {
        var samples = new MigrationSamples(id);
        var migration = Lifecycle.fold(fresh(id, 0), samples.began(), MigrationSamples.T0)
                .next();
        for (var second = 1; second <= said; second++) {
            migration = Lifecycle.fold(
                            migration, samples.progressed(10L * second), MigrationSamples.T0.plusSeconds(second))
                    .next();
        }
        return shown(migration).brief();
    }

    public static MigrationStatus finished(String id) {
        return shown(Lifecycle.fold(fresh(id, 0), new MigrationSamples(id).finished(2), MigrationSamples.T0)
                .next());
    }

    public static MigrationStatus finished(String id, RequestedReceiver... told) {
        return telling(finished(id), told);
    }

    public static MigrationStatus stalled(String id, RequestedReceiver... told) {
        return telling(
                shown(Lifecycle.stall(fresh(id, 0), MigrationSamples.T0, MigrationSamples.T0.plusSeconds(60))
                        .next()),
                told);
    }

    /// Recent, so that its receivers are still told of it.
    private static MigrationStatus telling(MigrationStatus status, RequestedReceiver... told) {
        if (told.length == 0) {
            return status;
        }
        var request = status.request();
        var now = InstantSource.system().instant();
        return new MigrationStatus(
                status.id(),
                status.revision(),
                status.state(),
                status.substate(),
                new MigrationRequest(
                        request.id(),
                        request.source(),
                        request.target(),
                        request.databases(),
                        request.options().telling(List.of(told)),
                        request.azure(),
                        request.labels()),
                status.requestHash(),
                now,
                now,
                status.databases(),
                status.findings(),
                status.failure(),
                status.obstacle(),
                status.report(),
                status.databasesToDrop(),
                status.stalledSince(),
                status.azure(),
                status.cancelReason());
    }

    public static MigrationStatus hindered(String id, Finding obstacle) {
        var fact = new MigrationSamples(id).observed(new Observation.Hindered(1, obstacle));
        return shown(Lifecycle.fold(fresh(id, 0), fact, MigrationSamples.T0).next());
    }

    private static Migration fresh(String id, long secondsLater) {
        var decision = Lifecycle.fold(
                null, new MigrationSamples(id).requested(), MigrationSamples.T0.plusSeconds(secondsLater));
        return Objects.requireNonNull(decision.next());
    }

    private static MigrationStatus shown(@Nullable Migration migration) {
        return Objects.requireNonNull(migration).status().withoutPasswords();
    }
}
