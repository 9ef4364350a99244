package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.worker.lead.LeadCandidate;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.report.DatabaseLog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The two servers of a migration, as its conductor works with them.
public interface MigrationServers {

    /// In the maintenance database of the target.
    LeadCandidate openCandidate() throws SQLException;

    interface SignOfLife extends AutoCloseable {
        @Override
        void close();
    }

    /// Shows on the target that the leader lives, until it is closed.
    SignOfLife showLife(LeadTerm term);

    interface LockWatching extends AutoCloseable {
        @Override
        void close();
    }

    /// Watches on both servers which locks the work waits for, until it is closed.
    ///
    /// @param told hears what is waited for, and empty when that is over
    LockWatching watchLocks(Supplier<Instant> clock, Consumer<Optional<Finding>> told);

    /// What can be done with the lead.
    LedServers led(MigrationLead lead);

    /// What a comparison reads of one database.
    ComparedDatabase compared(String database, DatabaseLog log);

    /// @param source as it calls its version
    /// @param target the same
    record Versions(String source, String target) {}

    Versions versions() throws SQLException;
}
