package dev.pgconvoy.worker.roles;

import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the roles of a server.
final class RoleReader {

    private final Connection session;

    RoleReader(Connection session) {
        this.session = session;
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    List<RoleFacts> roles() throws SQLException {
        return rows(
                WorkerSql.read("roles/list_roles"),
                row -> new RoleFacts(
                        row.getString(1),
                        row.getBoolean(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getBoolean(6),
                        row.getBoolean(7),
                        row.getBoolean(8),
                        row.getInt(9),
                        Optional.ofNullable(row.getString(10)),
                        row.getString(11)));
    }

    List<RoleMembership> memberships() throws SQLException {
        return rows(
                WorkerSql.read("roles/list_memberships"),
                row -> new RoleMembership(
                        row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5)));
    }

    List<RoleSetting> settings() throws SQLException {
        return rows(WorkerSql.read("roles/list_settings"), row -> RoleSetting.of(row.getString(1), row.getString(2)));
    }

    List<RoleSetting> settingsIn(Collection<String> databases) throws SQLException {
        try (var query = session.prepareStatement(WorkerSql.read("roles/list_database_settings"))) {
            query.setArray(1, session.createArrayOf("text", databases.toArray()));
            try (var rows = query.executeQuery()) {
                var found = new ArrayList<RoleSetting>();
                while (rows.next()) {
                    found.add(RoleSetting.of(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
                return found;
            }
        }
    }

    /// Empty when we may not read them, which only superusers may.
    Optional<Map<String, PasswordVerifier>> verifiers() throws SQLException {
        var readable = rows(
                "SELECT pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT')", row -> row.getBoolean(1));
        if (!readable.getFirst()) {
            return Optional.empty();
        }
        var verifiers = new HashMap<String, PasswordVerifier>();
        rows(
                "SELECT rolname, rolpassword FROM pg_catalog.pg_authid WHERE rolpassword IS NOT NULL",
                row -> verifiers.put(row.getString(1), new PasswordVerifier(row.getString(2))));
        return Optional.of(verifiers);
    }

    private <T> List<T> rows(String sql, RowReader<T> reader) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }
}
