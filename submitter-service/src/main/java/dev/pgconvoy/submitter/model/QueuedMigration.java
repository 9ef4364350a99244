package dev.pgconvoy.submitter.model;

import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import java.util.Optional;

/// A migration to be handed out, with the trace that it belongs to.
public record QueuedMigration(MigrationRequest request, Acceptance acceptance, Optional<String> traceparent) {

    MigrationId id() {
        return request.id();
    }

    String requestHash() {
        return acceptance.requestHash();
    }
}
