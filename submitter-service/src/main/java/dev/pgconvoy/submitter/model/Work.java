package dev.pgconvoy.submitter.model;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import java.util.Optional;

/// A migration to be handed out, with the trace that it belongs to.
public record Work(MigrationRequest request, Optional<String> traceparent) {

    MigrationId id() {
        return request.id();
    }
}
