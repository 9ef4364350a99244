package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The latest state of every migration.
@Singleton
public final class KnownMigrations {

    private static final Comparator<MigrationStatus> NEWEST_FIRST =
            Comparator.comparing(MigrationStatus::requestedAt).reversed().thenComparing(MigrationStatus::id);

    private final ConcurrentMap<MigrationId, KnownMigration> migrations = new ConcurrentHashMap<>();
    private final ViewChangeSignal arrivals = new ViewChangeSignal();
    private final RecentChanges changes = new RecentChanges();

    public void record(MigrationStatus status, StatePosition place) {
        migrations.merge(status.id(), KnownMigration.of(status, place), KnownMigration::then);
        changes.happened(status.id());
        arrivals.happened();
    }

    public void forget(MigrationId id) {
        migrations.remove(id);
        changes.happened(id);
        arrivals.happened();
    }

    public Optional<KnownMigration> find(MigrationId id) {
        return Optional.ofNullable(migrations.get(id));
    }

    /// Waits until the migration is known and is as wanted.
    ///
    /// @return empty when that did not happen in time
    public Optional<MigrationStatus> await(MigrationId id, Predicate<MigrationStatus> wanted, Duration longest) {
        return arrivals.await(() -> find(id).map(KnownMigration::brief).filter(wanted), longest);
    }

    /// Which ones changed lately; those that are forgotten, too.
    public RecentChanges changes() {
        return changes;
    }

    public Stream<MigrationStatus> newestFirst() {
        return all().sorted(NEWEST_FIRST);
    }

    public Stream<MigrationStatus> all() {
        return migrations.values().stream().map(KnownMigration::brief);
    }
}
