package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was already said about a migration: read before a conductor begins, because the broker may hand the same
/// migration out again.
public interface History {

    /// @param ended a conductor said Finished, Failed or Stopped
    /// @param finishing all work was done and proven; only the ledger may be left
    record Past(boolean ended, boolean cancelRequested, Optional<Report> finishing) {}

    /// @param since when the migration was submitted
    Past of(MigrationId id, Instant since);

    /// A snapshot that somebody holds, or held.
    ///
    /// @param state what it sees
    /// @param name by which it can be imported, while it is held
    record Kept(String database, String state, String name) {}

    /// The newest first.
    List<Kept> snapshots(MigrationId id, Instant since);
}
