package dev.pgconvoy.worker.servers;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.ServerIdentity;
import dev.pgconvoy.postgres.ServerIdentity.Relation;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.conductor.CopiedDatabase;
import dev.pgconvoy.worker.conductor.LedServers;
import dev.pgconvoy.worker.conductor.MigrationServers.Versions;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.roles.JoinedRoles;
import dev.pgconvoy.worker.roles.RoleMigration;
import dev.pgconvoy.worker.roles.SettingTrial;
import dev.pgconvoy.worker.target.MigratedDatabase;
import dev.pgconvoy.worker.target.TargetDatabase;
import dev.pgconvoy.worker.verify.ServerRights;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The servers for the attempt that has the lead.
final class ConnectedLead implements LedServers {

    private final ConnectedServers servers;
    private final MigrationLead lead;
    private final RoleMigration roles;
    private Optional<String> sourceVersion = Optional.empty();

    ConnectedLead(ConnectedServers servers, MigrationLead lead) {
        this.servers = servers;
        this.lead = lead;
        this.roles = new RoleMigration(
                lead.session(), servers.serverAccessRoles(), new SettingTrial(this::openForTrial), joined(lead));
    }

    private static JoinedRoles joined(MigrationLead lead) {
        return new JoinedRoles() {
            @Override
            public void note(List<String> roles) throws SQLException {
                lead.noteJoinedRoles(roles);
            }

            @Override
            public List<String> noted() throws SQLException {
                return lead.joinedRoles();
            }

            @Override
            public List<String> notedByOthers() throws SQLException {
                return lead.rolesJoinedByOthers();
            }

            @Override
            public void forget() throws SQLException {
                lead.forgetJoinedRoles();
            }

            @Override
            public void alone(Change change) throws SQLException {
                lead.alone(_ -> change.run());
            }
        };
    }

    private MigrationRequest request() {
        return servers.request();
    }

    @Override
    public MigrationLead lead() {
        return lead;
    }

    @Override
    public MigratedDatabase database(String name) {
        return targetDatabase(name);
    }

    private TargetDatabase targetDatabase(String name) {
        return new TargetDatabase(servers.connector(), request().target(), lead, name);
    }

    @Override
    public void dropBuildings() throws SQLException {
        TargetDatabase.dropBuildings(servers.connector(), request().target(), lead);
    }

    @Override
    public Relation relation() throws SQLException {
        try (var source = servers.openSource("identity")) {
            sourceVersion = Optional.of(source.getMetaData().getDatabaseProductVersion());
            return ServerIdentity.relation(source, lead.session());
        }
    }

    @Override
    public List<String> largestFirst(List<String> databases) throws SQLException {
        if (databases.size() < 2) {
            return databases;
        }
        try (var source = servers.openSource("identity")) {
            return ServerSizes.largestFirst(source, databases);
        }
    }

    @Override
    public void moveRoles() throws SQLException {
        try (var source = servers.openSource("roles")) {
            lead.unfenced(_ -> roles.run(source));
        }
    }

    @Override
    public List<Finding> leaveRoles() throws SQLException {
        return roles.leave();
    }

    private Connection openForTrial(Map<String, String> driver) {
        var target = request().target();
        return servers.connector()
                .open(
                        ServerSide.TARGET,
                        target,
                        target.maintenanceDatabase(),
                        request().id(),
                        lead.sessionName("conductor"),
                        driver);
    }

    @Override
    public Versions versions() throws SQLException {
        if (sourceVersion.isPresent()) {
            return new Versions(
                    sourceVersion.get(), lead.session().getMetaData().getDatabaseProductVersion());
        }
        try (var source = servers.openSource("report")) {
            return ConnectedServers.versions(source, lead.session());
        }
    }

    @Override
    public List<Finding> compareRights(List<String> databases, Collection<Finding> told) {
        return new ServerRights(servers.connector(), request()).compare(lead.session(), databases, told);
    }

    @Override
    public CopiedDatabase copied(String name, DatabaseLog log) {
        return new ConnectedCopy(
                servers.connector(), servers.findPgTools().get(), request(), lead, targetDatabase(name), roles, log);
    }
}
