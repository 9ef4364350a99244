package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import java.util.Optional;

/// What follows from a fact, for somebody else to carry out.
public sealed interface FleetDecision {

    /// A migration, or the checks of one, is to be requested.
    record RequestMigration(MigrationRequest request) implements FleetDecision {}

    /// A migration is to be stopped.
    record CancelMigration(MigrationId id, String reason) implements FleetDecision {}

    /// Something is to be announced.
    ///
    /// @param cause of an answer: what it answers
    record Announce(String fleet, long revision, FleetNews news, Optional<String> cause) implements FleetDecision {}
}
