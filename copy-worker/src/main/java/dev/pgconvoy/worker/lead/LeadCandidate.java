package dev.pgconvoy.worker.lead;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.lease.Lease;
import java.sql.SQLException;
import java.util.Optional;

/// A session on the target that may take the lead of one migration.
public interface LeadCandidate extends AutoCloseable {

    /// Whether the migration has been handed out again since, and somebody has led it for that. Asked
    /// before the lock is taken, which would end a living leader's session.
    boolean isSuperseded(int attempt) throws SQLException;

    /// Whether somebody leads the migration and has been heard of a moment ago.
    boolean isLedByTheLiving() throws SQLException;

    /// Takes the lock, and changes nothing else. The session is the lead's from then on.
    ///
    /// @param former under which the caller has led this migration; empty for a newcomer
    /// @throws MigrationException FENCED when somebody else has led since
    MigrationLead contend(Lease lease, Optional<LeadTerm> former) throws SQLException;

    @Override
    void close() throws SQLException;
}
