package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/// The latest state of every migration.
@Singleton
public final class KnownMigrations {

    private static final Comparator<MigrationStatus> NEWEST_FIRST =
            Comparator.comparing(MigrationStatus::requestedAt).reversed().thenComparing(MigrationStatus::id);

    private final ConcurrentMap<MigrationId, KnownMigration> migrations = new ConcurrentHashMap<>();

    public void record(MigrationStatus status, Place place) {
        migrations.merge(status.id(), KnownMigration.of(status, place), KnownMigrations::newer);
    }

    /// The topic is read again after a fault; what is older than what we know changes nothing.
    private static KnownMigration newer(KnownMigration known, KnownMigration read) {
        return read.brief().revision() >= known.brief().revision() ? read : known;
    }

    public Optional<KnownMigration> find(MigrationId id) {
        return Optional.ofNullable(migrations.get(id));
    }

    public Stream<MigrationStatus> newestFirst() {
        return all().sorted(NEWEST_FIRST);
    }

    public Stream<MigrationStatus> all() {
        return migrations.values().stream().map(KnownMigration::brief);
    }
}
