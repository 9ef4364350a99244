package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationStatus;
import java.time.Instant;
import java.util.Optional;

/// A migration as it is kept in memory.
///
/// @param brief without the report
/// @param report where the status with its report is, when it has one
/// @param substateSince since when it is in its substate; empty when this monitor has not seen it begin
public record KnownMigration(MigrationStatus brief, Optional<StatePosition> report, Optional<Instant> substateSince) {

    /// The first that is known of it.
    static KnownMigration of(MigrationStatus status, StatePosition place) {
        return new KnownMigration(
                status.brief(),
                status.report().map(_ -> place),
                status.revision() == 1 ? Optional.of(status.changedAt()) : Optional.empty());
    }

    /// The topic is read again after a fault; what is older than what we know changes nothing.
    KnownMigration then(KnownMigration read) {
        if (read.brief.revision() < brief.revision()) {
            return this;
        }
        var isInSame = read.brief.substate() == brief.substate();
        return new KnownMigration(
                read.brief, read.report, isInSame ? substateSince : Optional.of(read.brief.changedAt()));
    }
}
