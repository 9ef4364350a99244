package dev.pgconvoy.preflight.azure;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What Azure Resource Manager knows of one target server. What it does not answer, even asked again, is a
/// [dev.pgconvoy.failure.MigrationException]; what does not exist is empty.
public interface TargetFacts {

    Optional<Server> server();

    /// The value of a server parameter.
    Optional<String> parameter(String name);

    /// The names of the migrations that Azure calls active.
    List<String> activeMigrations();

    /// The state of one migration, in Azure's words; empty text when it has none yet.
    Optional<String> migration(String name);

    /// @param state, version and sku in Azure's words, where it tells them
    /// @param storageGiB how large the storage is, not what is free of it
    record Server(
            Optional<String> state,
            Optional<String> version,
            Optional<String> sku,
            OptionalInt storageGiB,
            boolean grows) {}
}
