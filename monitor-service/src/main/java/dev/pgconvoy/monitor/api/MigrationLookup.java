package dev.pgconvoy.monitor.api;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import jakarta.ws.rs.core.Response;

/// Finds what is known of a migration, or refuses the call.
public final class MigrationLookup {

    private MigrationLookup() {}

    public static KnownMigration require(KnownMigrations migrations, MigrationId id) {
        return migrations
                .find(id)
                .orElseThrow(() -> Problem.of(
                                Response.Status.NOT_FOUND,
                                "No migration %s is known.".formatted(id),
                                "server and name",
                                "GET /api/migrations lists those that are.")
                        .exception());
    }
}
