package dev.pgconvoy.submitter.azure.application;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.submitter.azure.model.DesiredState;

/// Knows what is wanted of a migration; of one that it knows nothing of, that it runs.
@FunctionalInterface
public interface DesiredStates {
    DesiredState of(MigrationId id);
}
