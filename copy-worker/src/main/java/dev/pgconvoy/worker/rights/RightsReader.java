package dev.pgconvoy.worker.rights;

import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Reads who may do what from a server's catalogs.
final class RightsReader {

    private static final int PARAMETER_GRANTS = 15;

    private final Connection session;

    RightsReader(Connection session) {
        this.session = session;
    }

    /// Servers before 9.6 do not remember what objects came with.
    boolean knowsWhatCameWithObjects() throws SQLException {
        var server = session.getMetaData();
        return server.getDatabaseMajorVersion() > 9 || server.getDatabaseMinorVersion() >= 6;
    }

    /// Of all objects of the session's database but large ones.
    Map<SecuredObject, ObjectRights> inDatabase() throws SQLException {
        try (var query = session.prepareStatement(WorkerSql.read("rights/list_grants"))) {
            return read(query);
        }
    }

    Map<SecuredObject, ObjectRights> ofLargeObjects(Collection<Long> oids) throws SQLException {
        try (var query = session.prepareStatement(WorkerSql.read("rights/list_large_object_grants"))) {
            query.setArray(1, session.createArrayOf("int8", oids.toArray()));
            return read(query);
        }
    }

    Map<SecuredObject, ObjectRights> ofDatabases(Collection<String> names) throws SQLException {
        try (var query = session.prepareStatement(WorkerSql.read("rights/list_database_grants"))) {
            query.setArray(1, session.createArrayOf("text", names.toArray()));
            return read(query);
        }
    }

    boolean knowsParameterGrants() throws SQLException {
        return major() >= PARAMETER_GRANTS;
    }

    Map<SecuredObject, ObjectRights> ofParameters() throws SQLException {
        try (var query = session.prepareStatement(WorkerSql.read("rights/list_parameter_grants_pg15"))) {
            return read(query);
        }
    }

    Set<String> roles() throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery("SELECT rolname FROM pg_catalog.pg_roles")) {
            var roles = new HashSet<String>();
            while (rows.next()) {
                roles.add(rows.getString(1));
            }
            return roles;
        }
    }

    int major() throws SQLException {
        return session.getMetaData().getDatabaseMajorVersion();
    }

    private static Map<SecuredObject, ObjectRights> read(PreparedStatement query) throws SQLException {
        var found = new HashMap<SecuredObject, ObjectRights>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                var object = new SecuredObject(
                        ObjectKind.of(rows.getString(1)), rows.getString(2), rows.getString(3), rows.getString(4));
                var origin = ObjectRights.Origin.valueOf(rows.getString(5));
                var owner = rows.getString(6);
                var rights = found.computeIfAbsent(object, _ -> ObjectRights.of(origin, owner));
                if (rows.getString(8) != null) {
                    rights.rights()
                            .add(new RoleRight(
                                    rows.getString(10), rows.getString(8), rows.getBoolean(9), rows.getBoolean(7)));
                }
            }
        }
        return found;
    }
}
