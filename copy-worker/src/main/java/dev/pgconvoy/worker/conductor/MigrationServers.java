package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.worker.lead.LeadCandidate;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.report.DatabaseLog;
import java.sql.SQLException;

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

    /// What can be done with the lead.
    LedServers led(MigrationLead lead);

    /// What a comparison reads of one database.
    ComparedDatabase compared(String database, DatabaseLog log);

    /// @param source as it calls its version
    /// @param target the same
    record Versions(String source, String target) {}

    Versions versions() throws SQLException;
}
