package dev.pgconvoy.monitor.azure;

import dev.pgconvoy.azure.SmallAzure;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Observation.AzureSeen;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The watch with a fold in memory in place of the one in Kafka Streams.
final class AzureWatchInMemory implements AutoCloseable {

    final MeterRegistry registry = new SimpleMeterRegistry();
    final AzureWatch watch;
    private final Object task = new Object();
    private final Map<MigrationId, Migration> migrations = new ConcurrentHashMap<>();
    private final List<MigrationEvent> said = new CopyOnWriteArrayList<>();

    AzureWatchInMemory(SmallAzure azure, PollConfig config) {
        var shared = AzureBeans.shared(config, this::fold, InstantSource.system(), registry);
        watch = new AzureWatch(azure.settings(), new SdkMigrations(azure.clients()), config, shared);
    }

    static Migration scheduled(String id) {
        var request = Fixtures.aRequest().onAzure().id(id).build();
        var requested = Lifecycle.fold(null, new MigrationRequested(request), Fixtures.NOON);
        return Objects.requireNonNull(Lifecycle.fold(
                        requested.next(),
                        new MigrationSubmitted(
                                request, ExecutorKind.AZURE, 1, dev.pgconvoy.fixture.Facts.accepted(request)),
                        Fixtures.NOON)
                .next());
    }

    void submit(String id) {
        hold(scheduled(id));
    }

    void cancel(String id) {
        apply(new CancelRequested(MigrationId.parse(id), ""));
    }

    private void fold(MigrationEvent event) {
        said.add(event);
        apply(event);
    }

    private synchronized void apply(MigrationEvent event) {
        hold(Objects.requireNonNull(
                Lifecycle.fold(migrations.get(event.id()), event, Fixtures.NOON).next()));
    }

    private void hold(Migration migration) {
        migrations.put(migration.dossier().request().id(), migration);
        watch.hold(task, migration, true);
    }

    Migration state(String id) {
        return Objects.requireNonNull(migrations.get(MigrationId.parse(id)));
    }

    List<Observation> said() {
        return said.stream()
                .map(event -> ((MigrationObserved) event).observation())
                .toList();
    }

    /// State and substate, as Azure words them.
    List<String> words() {
        return said().stream()
                .filter(AzureSeen.class::isInstance)
                .map(seen -> ((AzureSeen) seen).status())
                .map(status -> (status.state() + " " + status.substate()).strip())
                .toList();
    }

    void release() {
        watch.release(task);
    }

    @Override
    public void close() {
        watch.close();
    }
}
