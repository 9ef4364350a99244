package dev.pgconvoy.worker.copier;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.postgres.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Owners and grants of large objects, which no entry of the archive holds, in one round trip. Grants to roles that
/// the
/// target does not have, and owners that the migration user may not appoint, are left out.
final class LargeObjectRights {

    private static final String RIGHTS = """
            SELECT m.oid::int8, pg_catalog.pg_get_userbyid(m.lomowner),
                   a.privilege_type, pg_catalog.pg_get_userbyid(nullif(a.grantee, 0)), a.is_grantable,
                   m.lomacl IS NOT NULL
            FROM pg_catalog.pg_largeobject_metadata AS m
            LEFT JOIN LATERAL pg_catalog.aclexplode(m.lomacl) AS a ON true
            WHERE m.oid::int8 = ANY (?)
            ORDER BY m.oid""";
    private static final String ROLES = """
            SELECT rolname, pg_catalog.pg_has_role(oid, 'MEMBER') AND rolname <> current_user
            FROM pg_catalog.pg_roles""";

    private LargeObjectRights() {}

    /// @return what could not be given to whom
    static List<Finding> copy(List<Long> oids, Connection source, Connection target) throws SQLException {
        var left = new TreeMap<String, Integer>();
        var script = script(oids, source, mayOwn(target), left);
        if (!script.isEmpty()) {
            try (var statement = target.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(script);
            }
        }
        return left.entrySet().stream()
                .map(entry -> note(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Finding note(String what, int count) {
        return Finding.warning(
                "large-object-rights",
                "PGC2005",
                "%d large objects".formatted(count),
                "Not restored: " + what + ".",
                "Create the role on the target and grant or alter the owner by hand.");
    }

    /// Grants come before the new owner, who then has made them.
    private static String script(
            List<Long> oids, Connection source, Map<String, Boolean> mayOwn, Map<String, Integer> left)
            throws SQLException {
        var grants = new StringBuilder();
        var owners = new HashMap<Long, String>();
        var restricted = new TreeSet<Long>();
        try (var read = source.prepareStatement(RIGHTS)) {
            read.setArray(1, source.createArrayOf("int8", oids.toArray()));
            try (var rows = read.executeQuery()) {
                while (rows.next()) {
                    var oid = rows.getLong(1);
                    var owner = rows.getString(2);
                    if (mayOwn.getOrDefault(owner, false)) {
                        owners.put(oid, owner);
                    } else if (!mayOwn.containsKey(owner)) {
                        left.merge("owner \"%s\", a role the target does not have".formatted(owner), 1, Integer::sum);
                    }
                    if (rows.getBoolean(6)) {
                        restricted.add(oid);
                    }
                    var privilege = rows.getString(3);
                    var grantee = rows.getString(4);
                    if (privilege != null && (grantee == null || mayOwn.containsKey(grantee))) {
                        grants.append("GRANT %s ON LARGE OBJECT %d TO %s%s;"
                                .formatted(
                                        privilege,
                                        oid,
                                        grantee == null ? "PUBLIC" : Identifiers.quoted(grantee),
                                        rows.getBoolean(5) ? " WITH GRANT OPTION" : ""));
                    } else if (privilege != null) {
                        left.merge(
                                "%s to \"%s\", a role the target does not have".formatted(privilege, grantee),
                                1,
                                Integer::sum);
                    }
                }
            }
        }
        owners.forEach((oid, owner) ->
                grants.append("ALTER LARGE OBJECT %d OWNER TO %s;".formatted(oid, Identifiers.quoted(owner))));
        return revokes(restricted) + grants;
    }

    /// An owner's rights are granted like those of others once there are grants.
    private static String revokes(Set<Long> oids) {
        return oids.stream()
                .map(oid -> "REVOKE ALL ON LARGE OBJECT %d FROM CURRENT_USER;".formatted(oid))
                .collect(Collectors.joining());
    }

    /// The target's roles, and whether an object of ours can be given to them.
    private static Map<String, Boolean> mayOwn(Connection target) throws SQLException {
        var roles = new HashMap<String, Boolean>();
        try (var statement = target.createStatement();
                var rows = statement.executeQuery(ROLES)) {
            while (rows.next()) {
                roles.put(rows.getString(1), rows.getBoolean(2));
            }
        }
        return roles;
    }
}
