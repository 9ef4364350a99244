package dev.pgconvoy.worker.target;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.RightsOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Owners and grants of large objects, which no entry of the archive holds, in one round trip for many. Grants to roles
/// that the target does not have, and owners that the migration user may not appoint, are left out. They come after the
/// comparison: an owner may have given up rights that it needs.
public final class LargeObjectRightsCopy {

    /// Each new owner locks its object until the end of the transaction.
    private static final int AT_ONCE = 500;

    /// As many numbers as a message has room for.
    private static final int NAMED_IN_A_NOTE = 250;

    private static final int SET_OPTION = 16;

    private static final String RIGHTS = """
            SELECT m.oid::int8, pg_catalog.pg_get_userbyid(m.lomowner), m.lomacl IS NOT NULL,
                   a.privilege_type, pg_catalog.pg_get_userbyid(nullif(a.grantee, 0)), a.is_grantable
            FROM pg_catalog.pg_largeobject_metadata AS m
            LEFT JOIN LATERAL pg_catalog.aclexplode(m.lomacl) AS a ON true
            WHERE m.oid::int8 = ANY (?)
            ORDER BY m.oid""";
    private static final String ROLES = """
            SELECT rolname, pg_catalog.pg_has_role(oid, '%s') AND rolname <> current_user
            FROM pg_catalog.pg_roles""";

    private final RightsOptions options;
    private final Map<String, Boolean> mayOwn;
    private final StringBuilder restrictions = new StringBuilder();
    private final StringBuilder grants = new StringBuilder();
    private final StringBuilder owners = new StringBuilder();
    private final Map<String, List<Long>> left = new TreeMap<>();
    private long seen = -1;

    /// @param mayOwn the target's roles, and whether an object of ours can be given to them
    private LargeObjectRightsCopy(RightsOptions options, Map<String, Boolean> mayOwn) {
        this.options = options;
        this.mayOwn = mayOwn;
    }

    /// @return what could not be given to whom
    public static List<Finding> copy(List<Long> oids, Connection source, LedgeredSession target, RightsOptions options)
            throws SQLException {
        if (oids.isEmpty() || options.noOwner() && options.noAcl()) {
            return List.of();
        }
        var mayOwn = mayOwn(target.session());
        var notes = new ArrayList<Finding>();
        for (var from = 0; from < oids.size(); from += AT_ONCE) {
            var some = oids.subList(from, Math.min(oids.size(), from + AT_ONCE));
            notes.addAll(target.once("large object rights from " + from, () -> {
                var rights = new LargeObjectRightsCopy(options, mayOwn);
                rights.read(some, source);
                target.execute(rights.script());
                return rights.notes();
            }));
        }
        return notes;
    }

    private void read(List<Long> oids, Connection source) throws SQLException {
        try (var statement = source.prepareStatement(RIGHTS)) {
            statement.setArray(1, source.createArrayOf("int8", oids.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var oid = rows.getLong(1);
                    var owner = rows.getString(2);
                    if (oid != seen) {
                        seen = oid;
                        object(oid, owner, rows.getBoolean(3));
                    }
                    if (rows.getString(4) != null && !options.noAcl()) {
                        grant(oid, owner, rows.getString(4), rows.getString(5), rows.getBoolean(6));
                    }
                }
            }
        }
    }

    /// An owner's rights are granted like those of others once there are grants.
    private void object(long oid, String owner, boolean hasGrants) {
        if (hasGrants && !options.noAcl()) {
            restrictions.append("REVOKE ALL ON LARGE OBJECT %d FROM CURRENT_USER;".formatted(oid));
        }
        if (options.noOwner()) {
            return;
        }
        if (mayOwn.getOrDefault(owner, false)) {
            owners.append("ALTER LARGE OBJECT %d OWNER TO %s;".formatted(oid, quoted(owner)));
        } else if (!mayOwn.containsKey(owner)) {
            leave("owner \"%s\", a role the target does not have".formatted(owner), oid);
        }
    }

    /// @param grantee null for everybody
    private void grant(long oid, String owner, String privilege, @Nullable String grantee, boolean grantable) {
        if (grantee == null) {
            grant(oid, privilege, "PUBLIC", grantable);
        } else if (grantee.equals(owner)) {
            // Ours until the owner is appointed, who then has what we have.
            grant(oid, privilege, "CURRENT_USER", grantable);
        } else if (mayOwn.containsKey(grantee)) {
            grant(oid, privilege, quoted(grantee), grantable);
        } else {
            leave("%s to \"%s\", a role the target does not have".formatted(privilege, grantee), oid);
        }
    }

    private void leave(String what, long oid) {
        left.computeIfAbsent(what, _ -> new ArrayList<>()).add(oid);
    }

    private void grant(long oid, String privilege, String grantee, boolean grantable) {
        grants.append("GRANT %s ON LARGE OBJECT %d TO %s%s;"
                .formatted(privilege, oid, grantee, grantable ? " WITH GRANT OPTION" : ""));
    }

    /// Grants come before the new owner, who then has made them.
    private String script() {
        return "%s%s%s".formatted(restrictions, grants, owners);
    }

    /// Together they name each object.
    private List<Finding> notes() {
        var notes = new ArrayList<Finding>();
        left.forEach((what, oids) -> {
            for (var from = 0; from < oids.size(); from += NAMED_IN_A_NOTE) {
                notes.add(note(what, oids.subList(from, Math.min(oids.size(), from + NAMED_IN_A_NOTE))));
            }
        });
        return notes;
    }

    private static Finding note(String what, List<Long> oids) {
        return Finding.warning(
                "large-object-rights",
                FindingCode.LARGE_OBJECT_RIGHTS_NOT_RESTORED,
                "%d large objects".formatted(oids.size()),
                "Not restored: %s. They are: %s."
                        .formatted(what, oids.stream().map(String::valueOf).collect(Collectors.joining(", "))),
                "Create the role on the target and grant or alter the owner by hand.");
    }

    private static Map<String, Boolean> mayOwn(Connection target) throws SQLException {
        var roles = new HashMap<String, Boolean>();
        try (var statement = target.createStatement();
                var rows = statement.executeQuery(ROLES.formatted(
                        target.getMetaData().getDatabaseMajorVersion() >= SET_OPTION ? "SET" : "MEMBER"))) {
            while (rows.next()) {
                roles.put(rows.getString(1), rows.getBoolean(2));
            }
        }
        return roles;
    }
}
