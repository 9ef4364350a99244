package dev.pgconvoy.worker.servers;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.conductor.ComparedDatabase;
import dev.pgconvoy.worker.conductor.LedServers;
import dev.pgconvoy.worker.conductor.MigrationServers;
import dev.pgconvoy.worker.lead.CandidateSession;
import dev.pgconvoy.worker.lead.LeadCandidate;
import dev.pgconvoy.worker.lead.LeadHeartbeat;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.Leadership;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.lead.SessionName;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.waiting.LockWatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The servers of one request.
///
/// @param serverAccessRoles whether memberships that give access to the target's machine are moved with the roles
public record ConnectedServers(
        ServerConnector connector, Supplier<PgTools> findPgTools, boolean serverAccessRoles, MigrationRequest request)
        implements MigrationServers {

    @Override
    public LeadCandidate openCandidate() {
        return new CandidateSession(openMaintenance(Leadership.candidate(request.id())), request.id());
    }

    @Override
    public SignOfLife showLife(LeadTerm term) {
        return LeadHeartbeat.start(() -> openMaintenance(LeadHeartbeat.sessionName(term)))::close;
    }

    @Override
    public LockWatching watchLocks(Supplier<Instant> clock, Consumer<Optional<Finding>> told) {
        return LockWatch.start(connector, request, SessionName.key(request.id()), clock, told)::close;
    }

    private Connection openMaintenance(String purpose) {
        var target = request.target();
        return connector.open(ServerSide.TARGET, target, target.maintenanceDatabase(), request.id(), purpose);
    }

    Connection openSource(String purpose) {
        var source = request.source();
        return connector.open(ServerSide.SOURCE, source, source.maintenanceDatabase(), request.id(), purpose);
    }

    @Override
    public LedServers led(MigrationLead lead) {
        return new ConnectedLead(this, lead);
    }

    @Override
    public ComparedDatabase compared(String database, DatabaseLog log) {
        return new ConnectedComparison(connector, findPgTools, request, database, log);
    }

    @Override
    public Versions versions() throws SQLException {
        try (var source = openSource("report");
                var target = openMaintenance("report")) {
            return versions(source, target);
        }
    }

    static Versions versions(Connection source, Connection target) throws SQLException {
        return new Versions(
                source.getMetaData().getDatabaseProductVersion(),
                target.getMetaData().getDatabaseProductVersion());
    }
}
