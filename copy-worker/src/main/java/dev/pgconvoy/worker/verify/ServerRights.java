package dev.pgconvoy.worker.verify;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.rights.ComparedRights;
import dev.pgconvoy.worker.roles.RoleComparison;
import dev.pgconvoy.worker.schema.ToldStatements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Compares, when all is done, who may do what on the servers themselves: roles with their memberships and settings,
/// and the databases' own grants. It reads only; that it cannot is a note and never in the way of an end.
public final class ServerRights {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

    private final ServerConnector connector;
    private final MigrationRequest request;

    public ServerRights(ServerConnector connector, MigrationRequest request) {
        this.connector = connector;
        this.request = request;
    }

    /// @param databases that were moved and are complete
    /// @param told what the report says already
    public List<Finding> compare(Connection target, List<String> databases, Collection<Finding> told) {
        try (var source = openSource()) {
            return compare(source, target, databases, told);
        } catch (SQLException e) {
            return List.of(unread(SqlFailures.classify(e, "rights").message()));
        } catch (MigrationException e) {
            return List.of(unread(e.failure().message()));
        }
    }

    private Connection openSource() throws SQLException {
        var source = connector.open(
                ServerSide.SOURCE, request.source(), request.source().maintenanceDatabase(), request.id(), "rights");
        try {
            source.setNetworkTimeout(Runnable::run, (int) LONGEST_ANSWER.toMillis());
            return source;
        } catch (SQLException e) {
            source.close();
            throw e;
        }
    }

    private List<Finding> compare(
            Connection source, Connection target, List<String> databases, Collection<Finding> told)
            throws SQLException {
        var rights = request.options().rights();
        var objects = told.stream().map(Finding::object).collect(Collectors.toSet());
        var statements = new ToldStatements();
        statements.add(told);
        var grants = new ComparedRights(rights, source, target, statements);
        var roles = RoleComparison.between(source, target, objects, statements);
        var found = new ArrayList<Finding>();
        if (rights.migrateRoles()) {
            found.addAll(roles.ofServers());
            found.addAll(grants.ofParameters());
        }
        found.addAll(roles.in(databases));
        found.addAll(grants.ofDatabases(databases, owner -> isOwnerTold(owner, told)));
        return found;
    }

    private static boolean isOwnerTold(String owner, Collection<Finding> told) {
        return told.stream()
                .anyMatch(note -> note.has(FindingCode.OWNER_NOT_RESTORED)
                        && note.object().equals("role \"%s\"".formatted(owner)));
    }

    private static Finding unread(String why) {
        return Finding.warning(
                "rights",
                FindingCode.RIGHTS_NOT_COMPARED,
                "servers",
                "What roles may do, and who may use the databases, was not compared: " + why,
                "Compare it by hand, for example the output of pg_dumpall --globals-only of both servers.");
    }
}
