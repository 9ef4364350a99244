package dev.pgconvoy.monitor.api;

import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.Reports;
import dev.pgconvoy.monitor.view.StatePosition;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/// A status with its report, wherever that is.
@Singleton
public final class FullStatus {

    private final Function<StatePosition, Optional<MigrationStatus>> reports;

    @Inject
    FullStatus(Reports reports) {
        this(reports::read);
    }

    public FullStatus(Function<StatePosition, Optional<MigrationStatus>> reports) {
        this.reports = reports;
    }

    public MigrationStatus of(KnownMigration known) {
        return known.report().flatMap(reports).orElse(known.brief());
    }
}
