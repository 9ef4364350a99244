package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Every role that owns something, is named by something (a policy, a user mapping) or is granted something must be on
/// the target or be moved; and we must be able to give objects to the owners.
final class OwnerRoles implements Check {

    private static final int SET_OPTION = 16;

    /// As servers show the name of a role that is gone; [VanishedOwners] names what it has left.
    private static final Pattern VANISHED = Pattern.compile("unknown \\(OID=\\d+\\)");

    private static final String USES = """
            WITH member AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
            object (class, oid, namespace, owner, acl) AS (
                SELECT 'pg_class'::regclass, oid, relnamespace, relowner, relacl FROM pg_class
                WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relpersistence <> 't'
                UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace, proowner, proacl FROM pg_proc
                UNION ALL SELECT 'pg_type'::regclass, oid, typnamespace, typowner, typacl FROM pg_type
                          WHERE typtype IN ('d', 'e', 'r')
                UNION ALL SELECT 'pg_namespace'::regclass, oid, oid, nspowner, nspacl FROM pg_namespace
            ),
            named AS (
                SELECT object.*, n.nspname
                FROM object JOIN pg_namespace AS n ON n.oid = object.namespace
                WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
                  AND NOT (class = 'pg_namespace'::regclass AND n.nspname = 'public')
                  AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = class AND m.objid = object.oid)
            )
            SELECT 'OWNED', pg_get_userbyid(owner), nspname FROM named
            UNION
            SELECT 'NAMED', pg_get_userbyid(role), nspname
            FROM pg_policy AS p JOIN named ON named.oid = p.polrelid AND class = 'pg_class'::regclass,
                 unnest(p.polroles) AS role
            WHERE role <> 0
            UNION
            SELECT 'NAMED', usename, NULL FROM pg_user_mappings WHERE umuser <> 0
            UNION
            SELECT 'GRANTED', pg_get_userbyid(a.grantee), nspname FROM named, aclexplode(acl) AS a
            WHERE a.grantee <> 0
            """;

    private static final String ON_TARGET = """
            SELECT r.oid IS NOT NULL,
                   coalesce(me.rolsuper OR pg_has_role(r.oid, '%s') AND pg_has_role(r.oid, 'USAGE'), false),
                   coalesce(pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION') OR %s AND me.rolcreaterole AND NOT r.rolsuper, false)
            FROM pg_roles AS me LEFT JOIN pg_roles AS r ON r.rolname = ?
            WHERE me.rolname = current_user
            """;

    /// What the role is to an object; the gravest first.
    enum Tie {
        OWNED,
        NAMED,
        GRANTED
    }

    private record Use(Tie tie, String role, @Nullable String schema) {

        boolean isIn(FilterRules rules) {
            return schema == null || rules.includesSchema(schema);
        }
    }

    private record There(boolean exists, boolean usable, boolean joinable) {}

    /// @param usable whether the target user may give it objects and go on working with them
    /// @param joinable whether it can make itself a member
    /// @param certain whether no filter may have taken its objects away
    record Row(
            String role, Tie tie, String database, boolean exists, boolean usable, boolean joinable, boolean certain) {}

    @Override
    public String name() {
        return "owner-roles";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var rights = examination.request().options().rights();
        var filters = examination.request().options().filters();
        var certain =
                filters.includeTables().isEmpty() && filters.excludeTables().isEmpty();
        var user = examination.target().endpoint().user();
        var newer = examination.target().version().isAtLeast(SET_OPTION);
        var findings = new ArrayList<Finding>();
        for (var database : DatabaseCheck.reachable(examination)) {
            for (var role :
                    ties(examination, database, new FilterRules(filters)).entrySet()) {
                var there = there(examination.target(), role.getKey());
                role.getValue().stream()
                        .map(tie -> new Row(
                                role.getKey(), tie, database, there.exists, there.usable, there.joinable, certain))
                        .flatMap(row -> assess(row, rights).stream())
                        .findFirst()
                        .map(finding -> scripted(finding, role.getKey(), user, newer))
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static SortedMap<String, Set<Tie>> ties(Examination examination, String database, FilterRules rules)
            throws SQLException {
        try (var session = examination.source().in(database)) {
            return session
                    .query(USES, row -> new Use(Tie.valueOf(row.getString(1)), row.getString(2), row.getString(3)))
                    .stream()
                    .filter(use ->
                            use.isIn(rules) && !VANISHED.matcher(use.role()).matches())
                    .collect(groupingBy(
                            Use::role, TreeMap::new, mapping(Use::tie, toCollection(() -> EnumSet.noneOf(Tie.class)))));
        }
    }

    private static There there(ServerSession target, String role) throws SQLException {
        var newer = target.version().isAtLeast(SET_OPTION);
        return target.query(
                        ON_TARGET.formatted(newer ? "SET" : "MEMBER", !newer),
                        row -> new There(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)),
                        role)
                .getFirst();
    }

    Optional<Finding> assess(Row row, RightsOptions rights) {
        var moves = rights.migrateRoles() && !isProvided(row.role);
        return switch (row.tie) {
            case OWNED -> owner(row, rights);
            case NAMED ->
                row.exists || moves
                        ? Optional.empty()
                        : Optional.of(finding(
                                row,
                                FindingCode.NAMED_ROLE_MISSING,
                                "Policies or user mappings in \"%s\" name it, and it is not on the target."
                                        .formatted(row.database),
                                "Move the roles, too (migrateRoles, --roles), or create it on the target."));
            case GRANTED ->
                row.exists || moves || rights.noAcl()
                        ? Optional.empty()
                        : Optional.of(
                                Finding.warning(
                                        name(),
                                        FindingCode.GRANTEE_MISSING,
                                        object(row),
                                        "It has grants in \"%s\" and is not on the target; they are left out."
                                                .formatted(row.database),
                                        "Move the roles, too (migrateRoles, --roles), create it, or leave all grants out (noAcl, --no-acl)."));
        };
    }

    private Optional<Finding> owner(Row row, RightsOptions rights) {
        var moves = rights.migrateRoles() && (row.exists ? row.joinable : !isProvided(row.role));
        if (rights.noOwner() || row.usable || moves) {
            return Optional.empty();
        }
        return Optional.of(
                row.exists
                        ? finding(
                                row,
                                FindingCode.OWNER_FOREIGN,
                                "It owns objects in \"%s\", and the target user cannot give it any."
                                        .formatted(row.database),
                                "On the target: GRANT the role TO the target user (16 and newer: WITH INHERIT TRUE, SET TRUE); or let everything belong to that user (noOwner, --no-owner).")
                        : finding(
                                row,
                                FindingCode.OWNER_MISSING,
                                "It owns objects in \"%s\" and is not on the target.".formatted(row.database),
                                "Move the roles, too (migrateRoles, --roles), create it on the target, or let everything belong to the target user (noOwner, --no-owner)."));
    }

    private Finding finding(Row row, FindingCode code, String message, String remedy) {
        return row.certain
                ? Finding.error(name(), code, object(row), message, remedy)
                : Finding.warning(name(), code, object(row), message, remedy);
    }

    /// A role that is missing is better moved than made anew.
    static Finding scripted(Finding finding, String role, String user, boolean newer) {
        return finding.has(FindingCode.OWNER_FOREIGN)
                ? finding.atTarget("GRANT %s TO %s%s;"
                        .formatted(quoted(role), quoted(user), newer ? " WITH INHERIT TRUE, SET TRUE" : ""))
                : finding;
    }

    private static String object(Row row) {
        return "role \"%s\"".formatted(row.role);
    }

    /// What copy workers do not move, either.
    static boolean isProvided(String role) {
        return role.matches("(pg_|azure_|azuresu|rds_|rdsadmin|rdsrepladmin|rdstopmgr|cloudsql|alloydb).*");
    }
}
