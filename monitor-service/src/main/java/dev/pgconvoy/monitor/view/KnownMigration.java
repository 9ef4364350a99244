package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationStatus;
import java.util.Optional;

/// A migration as it is kept in memory.
///
/// @param brief without the report
/// @param report where the status with its report is, when it has one
public record KnownMigration(MigrationStatus brief, Optional<Place> report) {

    static KnownMigration of(MigrationStatus status, Place place) {
        return new KnownMigration(status.brief(), status.report().map(_ -> place));
    }
}
