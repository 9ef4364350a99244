package dev.pgconvoy.launcher.client;

import dev.pgconvoy.migration.MigrationStatus;

/// What a feed hears.
public sealed interface News {

    /// A migration has a new status.
    record Changed(MigrationStatus status) implements News {}

    /// A migration has ended; the status has its report.
    record Ended(MigrationStatus status) implements News {}

    /// A request was put aside.
    ///
    /// @param eventId of the request
    record Refused(String eventId, String reason) implements News {}
}
