package dev.pgconvoy.worker.roles;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.worker.schema.ToldStatements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the roles of both servers are members of, and what their sessions begin with, once everything is moved. A role
/// that the target had before is left as it is, which must not be silent. Roles that only one server has are
/// not compared, nor is the target's user, nor what the report tells already.
public final class RoleComparison {

    private static final String CHECK = "rights";

    private final RoleReader source;
    private final RoleReader target;
    private final String targetUser;
    private final int targetVersion;
    private final Set<String> told;
    private final ToldStatements statements;
    private final Set<String> shared = new HashSet<>();

    private RoleComparison(
            RoleReader source,
            RoleReader target,
            String targetUser,
            int targetVersion,
            Set<String> told,
            ToldStatements statements) {
        this.source = source;
        this.target = target;
        this.targetUser = targetUser;
        this.targetVersion = targetVersion;
        this.told = told;
        this.statements = statements;
    }

    /// @param told the objects that the report names already
    /// @param statements that it has
    public static RoleComparison between(
            Connection source, Connection target, Set<String> told, ToldStatements statements) throws SQLException {
        var comparison = new RoleComparison(
                new RoleReader(source),
                new RoleReader(target),
                RoleMigration.user(target),
                RoleMigration.version(target),
                told,
                statements);
        comparison.shared.addAll(names(comparison.source));
        comparison.shared.retainAll(names(comparison.target));
        return comparison;
    }

    private static Set<String> names(RoleReader reader) throws SQLException {
        return reader.roles().stream().map(RoleFacts::name).collect(Collectors.toSet());
    }

    /// Memberships, and settings that count in all databases.
    public List<Finding> ofServers() throws SQLException {
        var found = new ArrayList<Finding>();
        memberships(found);
        settings(found, source.settings(), target.settings());
        return withoutTold(found);
    }

    /// Settings that count in these databases only.
    public List<Finding> in(Collection<String> databases) throws SQLException {
        var found = new ArrayList<Finding>();
        settings(found, source.settingsIn(databases), target.settingsIn(databases));
        return withoutTold(found);
    }

    private List<Finding> withoutTold(List<Finding> found) {
        return found.stream()
                .filter(finding -> !told.contains(finding.object()))
                .toList();
    }

    private boolean isCompared(String role) {
        return shared.contains(role) && !SystemRoles.isProvided(role) && !role.equals(targetUser);
    }

    private void memberships(List<Finding> found) throws SQLException {
        var here = byRoles(source.memberships());
        var there = byRoles(target.memberships());
        here.forEach((roles, membership) -> {
            var other = there.get(roles);
            if (other == null) {
                found.add(difference(
                        FindingCode.MEMBERSHIP_DIFFERS,
                        membership.described(),
                        "It is there at the source, and not on the target.",
                        membership.grant(targetVersion)));
            } else if (!other.options(targetVersion).equals(membership.options(targetVersion))) {
                found.add(difference(
                        FindingCode.MEMBERSHIP_DIFFERS,
                        membership.described(),
                        "It has %s at the source, and %s on the target."
                                .formatted(membership.options(targetVersion), other.options(targetVersion)),
                        targetVersion < RoleMembership.OPTIONS && other.admin()
                                ? membership.revokeAdmin()
                                : membership.grant(targetVersion)));
            }
        });
        there.forEach((roles, membership) -> {
            if (!here.containsKey(roles)) {
                found.add(difference(
                        FindingCode.MEMBERSHIP_DIFFERS,
                        membership.described(),
                        "It is there on the target, and not at the source.",
                        membership.revoke()));
            }
        });
    }

    private record Roles(String role, String member) {}

    private Map<Roles, RoleMembership> byRoles(List<RoleMembership> all) {
        return all.stream()
                .filter(membership -> isCompared(membership.role()) && isCompared(membership.member()))
                .collect(Collectors.toMap(
                        membership -> new Roles(membership.role(), membership.member()), membership -> membership));
    }

    private void settings(List<Finding> found, List<RoleSetting> source, List<RoleSetting> target) {
        var here = byParameter(source);
        var there = byParameter(target);
        here.forEach((parameter, setting) -> {
            var other = there.get(parameter);
            if ((other == null || !other.value().equals(setting.value())) && !statements.include(setting.statement())) {
                found.add(difference(
                        FindingCode.ROLE_SETTING_DIFFERS,
                        setting.described(),
                        other == null
                                ? "It is there at the source, and not on the target."
                                : "It has another value on the target than at the source.",
                        setting.shownStatement()));
            }
        });
        there.forEach((parameter, setting) -> {
            if (!here.containsKey(parameter)) {
                found.add(difference(
                        FindingCode.ROLE_SETTING_DIFFERS,
                        setting.described(),
                        "It is there on the target, and not at the source.",
                        setting.reset()));
            }
        });
    }

    private record Parameter(String role, String database, String name) {}

    private Map<Parameter, RoleSetting> byParameter(List<RoleSetting> all) {
        var settings = new HashMap<Parameter, RoleSetting>();
        all.stream()
                .filter(setting -> isCompared(setting.role()) && !SystemRoles.isPredefined(setting.role()))
                .forEach(setting ->
                        settings.put(new Parameter(setting.role(), setting.database(), setting.parameter()), setting));
        return settings;
    }

    private static Finding difference(FindingCode code, String object, String message, String statement) {
        return Finding.warning(
                CHECK, code, object, message, "Apply it on the target if the source is right: " + statement);
    }
}
