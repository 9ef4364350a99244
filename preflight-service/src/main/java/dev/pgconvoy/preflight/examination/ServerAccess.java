package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.preflight.model.ExaminedSide;

/// Opens sessions, in bounded time.
public interface ServerAccess {

    /// Connects to the maintenance database; a refusal is an answer, not an exception.
    ConnectionAttempt connect(MigrationRequest request, ExaminedSide side);
}
