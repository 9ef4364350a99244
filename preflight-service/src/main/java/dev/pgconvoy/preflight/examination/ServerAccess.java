package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.preflight.model.Side;

/// Opens sessions, in bounded time.
public interface ServerAccess {

    /// Connects to the maintenance database; a refusal is an answer, not an exception.
    Attempt connect(MigrationRequest request, Side side);
}
