package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.preflight.model.DatabaseSelection;
import java.util.function.Supplier;

/// All that a check may look at.
///
/// @param mostDatabases that one migration takes here
/// @param tools finds the pg_dump of this machine, or throws
public record Examination(
        MigrationRequest request,
        ServerSession source,
        ServerSession target,
        DatabaseSelection selection,
        int mostDatabases,
        Supplier<PgTools> tools) {}
