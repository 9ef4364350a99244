package dev.pgconvoy.fleet.simulation;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import java.time.Instant;

/// What somebody sees who reads the topics.
public sealed interface SeenEvent {

    Instant at();

    record Planned(Instant at, Fleet fleet) implements SeenEvent {}

    record Acted(Instant at, String fleet, FleetAction action) implements SeenEvent {}

    record Requested(Instant at, MigrationRequest request) implements SeenEvent {}

    record Stopped(Instant at, MigrationId id) implements SeenEvent {}

    /// @param verified whether its copy was proven equal
    record Ended(Instant at, MigrationId id, MigrationState state, boolean verified) implements SeenEvent {}
}
