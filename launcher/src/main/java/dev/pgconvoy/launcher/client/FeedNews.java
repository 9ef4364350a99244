package dev.pgconvoy.launcher.client;

import dev.pgconvoy.migration.MigrationStatus;

/// What a feed hears.
public sealed interface FeedNews {

    /// A migration has a new status.
    record Changed(MigrationStatus status) implements FeedNews {}

    /// A migration has ended; the status has its report.
    record Ended(MigrationStatus status) implements FeedNews {}

    /// A request was put aside.
    ///
    /// @param eventId of the request
    record Refused(String eventId, String reason) implements FeedNews {}
}
