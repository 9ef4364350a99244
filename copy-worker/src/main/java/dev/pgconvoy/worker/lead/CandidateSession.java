package dev.pgconvoy.worker.lead;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.worker.lease.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// A session in the maintenance database that may become the leader's.
public record CandidateSession(Connection session, MigrationId id) implements LeadCandidate {

    @Override
    public boolean isSuperseded(int attempt) throws SQLException {
        return Leadership.isSuperseded(session, id, attempt);
    }

    @Override
    public boolean isLedByTheLiving() throws SQLException {
        return Leadership.isLedByTheLiving(session, id);
    }

    @Override
    public MigrationLead contend(Lease lease, Optional<LeadTerm> former) throws SQLException {
        return Leadership.contend(session, id, lease, former);
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
