package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Every role that owns something, is named by something (a policy, a user mapping) or is granted something must be on
/// the target or be moved; and we must be able to give objects to the owners. The owner of a database itself costs no
/// object: where it cannot be kept, that is a warning.
final class OwnerRoles implements Check {

    private static final int SET_OPTION = 16;
    private static final int FIRST_WITH_PUBLICATIONS = 10;

    /// As servers show the name of a role that is gone; [VanishedOwners] names what it has left.
    private static final Pattern VANISHED = Pattern.compile("unknown \\(OID=\\d+\\)");

    private static final String USES = PreflightSql.read("check/list_role_uses");
    private static final String USES_SINCE_10 = PreflightSql.read("check/list_role_uses_pg10");
    private static final String OWNERS_OF_DATABASES = "SELECT datname, pg_get_userbyid(datdba) FROM pg_database";

    private static final String ON_TARGET = """
            SELECT r.oid IS NOT NULL,
                   r.oid IS NOT NULL AND (me.rolsuper OR pg_has_role(r.oid, '%s') AND pg_has_role(r.oid, 'USAGE')),
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

    /// @param described one of the objects that the role owns in the schema
    /// @param objects how many it owns there
    private record Use(
            Tie tie,
            String role,
            @Nullable String schema,
            @Nullable String described,
            long objects) {

        boolean isIn(FilterRules rules) {
            return schema == null || rules.includesSchema(schema);
        }
    }

    /// All that a role is to the objects of a database.
    ///
    /// @param named the first objects that it owns, as the server describes them, of `owned` in all
    private record Ties(Set<Tie> all, List<String> named, long owned) {

        static Ties of(List<Use> uses) {
            var inSchemas = uses.stream()
                    .filter(use -> use.tie == Tie.OWNED)
                    .collect(groupingBy(use -> String.valueOf(use.schema), TreeMap::new, toList()));
            return new Ties(
                    uses.stream().map(Use::tie).collect(toCollection(() -> EnumSet.noneOf(Tie.class))),
                    inSchemas.values().stream()
                            .flatMap(List::stream)
                            .map(use -> String.valueOf(use.described))
                            .toList(),
                    inSchemas.values().stream()
                            .mapToLong(objects -> objects.getFirst().objects)
                            .sum());
        }

        String told() {
            return NameListing.of(named, owned);
        }
    }

    private record There(boolean exists, boolean usable, boolean joinable) {}

    /// @param owned what it owns, for a sentence; empty where it owns nothing
    /// @param usable whether the target user may give it objects and go on working with them
    /// @param joinable whether it can make itself a member
    /// @param certain whether no filter may have taken its objects away
    record Row(
            String role,
            Tie tie,
            String database,
            String owned,
            boolean exists,
            boolean usable,
            boolean joinable,
            boolean certain) {

        boolean keepsItsObjects(RightsOptions rights) {
            var moves = rights.migrateRoles() && (exists ? joinable : !isProvided(role));
            return rights.noOwner() || usable || moves;
        }
    }

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
        var owners = ownersOfDatabases(examination.source());
        var findings = new ArrayList<Finding>();
        for (var database : DatabaseCheck.reachable(examination)) {
            var owner = owners.getOrDefault(database, "");
            var told = new ArrayList<Finding>();
            for (var role :
                    ties(examination, database, new FilterRules(filters)).entrySet()) {
                var there = there(examination.target(), role.getKey());
                var ties = role.getValue();
                ties.all.stream()
                        .map(tie -> row(role.getKey(), tie, database, ties.told(), there, certain))
                        .flatMap(row -> assess(row, rights).stream())
                        .findFirst()
                        .map(finding -> scripted(finding, role.getKey(), user, newer))
                        .ifPresent(told::add);
            }
            if (!VANISHED.matcher(owner).matches()
                    && told.stream().noneMatch(finding -> isErrorOfOwner(finding, owner))) {
                var there = there(examination.target(), owner);
                assessDatabase(row(owner, Tie.OWNED, database, "", there, true), rights, user)
                        .ifPresent(told::add);
            }
            findings.addAll(told);
        }
        return findings;
    }

    private static Row row(String role, Tie tie, String database, String owned, There there, boolean certain) {
        return new Row(role, tie, database, owned, there.exists, there.usable, there.joinable, certain);
    }

    private static Map<String, String> ownersOfDatabases(ServerSession source) throws SQLException {
        return source.query(OWNERS_OF_DATABASES, row -> Map.entry(row.getString(1), row.getString(2))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static SortedMap<String, Ties> ties(Examination examination, String database, FilterRules rules)
            throws SQLException {
        var newer = examination.source().version().isAtLeast(FIRST_WITH_PUBLICATIONS);
        try (var session = examination.source().in(database)) {
            return session
                    .query(
                            newer ? USES_SINCE_10 : USES,
                            row -> new Use(
                                    Tie.valueOf(row.getString(1)),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getLong(5)))
                    .stream()
                    .filter(use ->
                            use.isIn(rules) && !VANISHED.matcher(use.role()).matches())
                    .collect(groupingBy(Use::role, TreeMap::new, collectingAndThen(toList(), Ties::of)));
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
                                        object(row.role),
                                        "It has grants in \"%s\" and is not on the target; they are left out."
                                                .formatted(row.database),
                                        "Move the roles, too (migrateRoles, --roles), create it, or leave all grants out (noAcl, --no-acl)."));
        };
    }

    private Optional<Finding> owner(Row row, RightsOptions rights) {
        if (row.keepsItsObjects(rights)) {
            return Optional.empty();
        }
        return Optional.of(
                row.exists
                        ? finding(
                                row,
                                FindingCode.OWNER_FOREIGN,
                                "It owns objects in \"%s\", and the target user cannot give it any: %s."
                                        .formatted(row.database, row.owned),
                                "On the target: GRANT the role TO the target user (16 and newer: WITH INHERIT TRUE, SET TRUE); or let everything belong to that user (noOwner, --no-owner).")
                        : finding(
                                row,
                                FindingCode.OWNER_MISSING,
                                "It owns objects in \"%s\" and is not on the target: %s."
                                        .formatted(row.database, row.owned),
                                "Move the roles, too (migrateRoles, --roles), create it on the target, or let everything belong to the target user (noOwner, --no-owner)."));
    }

    /// @param row of the role that owns the database itself
    /// @param user of the target, who will own it instead
    Optional<Finding> assessDatabase(Row row, RightsOptions rights, String user) {
        if (row.keepsItsObjects(rights)) {
            return Optional.empty();
        }
        var statement = "ALTER DATABASE %s OWNER TO %s".formatted(quoted(row.database), quoted(row.role));
        return Optional.of(Finding.warning(
                name(),
                row.exists ? FindingCode.OWNER_FOREIGN : FindingCode.OWNER_MISSING,
                "database \"%s\"".formatted(row.database),
                "It belongs to \"%s\" at the source, %s: on the target it will belong to \"%s\", with what an owner may do in it, such as create in its schema public."
                        .formatted(
                                row.role,
                                row.exists
                                        ? "to whom the target user cannot give it"
                                        : "a role that the target does not have",
                                user),
                row.exists
                        ? "Afterwards, as a superuser of the target: %s; or before, GRANT the role TO the target user (16 and newer: WITH INHERIT TRUE, SET TRUE)."
                                .formatted(statement)
                        : "Move the roles, too (migrateRoles, --roles), or create it on the target before; or afterwards, once it is there: %s."
                                .formatted(statement)));
    }

    /// What else it owns is an error already, by whose remedy the database keeps its owner, too.
    private static boolean isErrorOfOwner(Finding finding, String owner) {
        return finding.severity() == Severity.ERROR
                && finding.object().equals(object(owner))
                && (finding.has(FindingCode.OWNER_FOREIGN) || finding.has(FindingCode.OWNER_MISSING));
    }

    private Finding finding(Row row, FindingCode code, String message, String remedy) {
        return row.certain
                ? Finding.error(name(), code, object(row.role), message, remedy)
                : Finding.warning(name(), code, object(row.role), message, remedy);
    }

    /// A role that is missing is better moved than made anew.
    static Finding scripted(Finding finding, String role, String user, boolean newer) {
        return finding.has(FindingCode.OWNER_FOREIGN)
                ? finding.atTarget("GRANT %s TO %s%s;"
                        .formatted(quoted(role), quoted(user), newer ? " WITH INHERIT TRUE, SET TRUE" : ""))
                : finding;
    }

    private static String object(String role) {
        return "role \"%s\"".formatted(role);
    }

    /// What copy workers do not move, either.
    static boolean isProvided(String role) {
        return role.matches("(pg_|azure_|azuresu|rds_|rdsadmin|rdsrepladmin|rdstopmgr|cloudsql|alloydb).*");
    }
}
