package dev.pgconvoy.worker.roles;

import static dev.pgconvoy.postgres.Identifiers.literal;
import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Decides which roles are made. A role that the target has is left as it is, and compared.
final class RolePlanner {

    private static final String CHECK = "roles";

    private final Map<String, RoleFacts> target = new HashMap<>();
    private final String targetUser;
    private final int targetVersion;
    private final boolean serverAccess;
    private final List<RoleStatement> statements = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();
    private final Set<String> made = new TreeSet<>();

    /// @param targetUser as whom we are connected: what it is on the source does not matter
    /// @param targetVersion such as 170011
    /// @param serverAccess whether memberships that give access to the server's machine are moved
    RolePlanner(List<RoleFacts> target, String targetUser, int targetVersion, boolean serverAccess) {
        target.forEach(role -> this.target.put(role.name(), role));
        this.targetUser = targetUser;
        this.targetVersion = targetVersion;
        this.serverAccess = serverAccess;
    }

    /// @param verifiers empty when they could not be read
    RolePlan plan(
            List<RoleFacts> source,
            List<RoleMembership> memberships,
            List<RoleSetting> settings,
            Optional<Map<String, PasswordVerifier>> verifiers) {
        source.stream().filter(this::isOurs).forEach(role -> role(role, verifiers.orElse(Map.of())));
        settings.stream().filter(setting -> made.contains(setting.role())).forEach(this::setting);
        memberships.forEach(this::membership);
        provided(source);
        passwords(source, verifiers);
        return new RolePlan(statements, notes);
    }

    private boolean isOurs(RoleFacts role) {
        return !SystemRoles.contains(role.name()) && !role.name().equals(targetUser);
    }

    private void role(RoleFacts role, Map<String, PasswordVerifier> verifiers) {
        var there = target.get(role.name());
        if (there != null) {
            existing(role, there);
            return;
        }
        made.add(role.name());
        statements.add(new RoleStatement(
                described(role.name()), create(role, Optional.ofNullable(verifiers.get(role.name())))));
        if (!role.comment().isEmpty()) {
            statements.add(new RoleStatement("comment on " + described(role.name()), role.commentStatement()));
        }
        withoutPowers(role, role.powers());
    }

    private void existing(RoleFacts role, RoleFacts there) {
        var differences = role.differences(there);
        if (!differences.isEmpty()) {
            note(
                    FindingCode.ROLE_DIFFERS,
                    described(role.name()),
                    differences.stream()
                            .map(RoleDifference::text)
                            .collect(Collectors.joining("; ", "It exists on the target and was left as it is: ", ".")),
                    differences.stream()
                            .map(RoleDifference::statement)
                            .collect(Collectors.joining("; ", "Apply it on the target if the source is right: ", "")));
        }
        withoutPowers(role, role.attributesLackingOn(there));
    }

    /// In the same words for a role that we make and for one that is there: a conductor that goes on finds what the one
    /// before it has made.
    private void withoutPowers(RoleFacts role, List<String> powers) {
        if (!powers.isEmpty()) {
            note(
                    FindingCode.ROLE_WITHOUT_POWERS,
                    described(role.name()),
                    "It has %s at the source, and not on the target.".formatted(String.join(", ", powers)),
                    "Grant what it needs by hand; a managed server gives no superusers. As a superuser: "
                            + role.alter(String.join(" ", powers)));
        }
    }

    private static String create(RoleFacts role, Optional<PasswordVerifier> verifier) {
        var sql = new StringBuilder("CREATE ROLE ").append(quoted(role.name())).append(" WITH");
        sql.append(role.login() ? " LOGIN" : " NOLOGIN");
        sql.append(role.inherit() ? " INHERIT" : " NOINHERIT");
        // what is not said is not there, and asking for its absence can need the right to give it
        sql.append(role.createDatabase() ? " CREATEDB" : "");
        sql.append(role.createRole() ? " CREATEROLE" : "");
        sql.append(role.connectionLimit() == -1 ? "" : " CONNECTION LIMIT " + role.connectionLimit());
        role.validUntil().ifPresent(time -> sql.append(" VALID UNTIL ").append(literal(time)));
        verifier.filter(PasswordVerifier::isKnown)
                .ifPresent(known -> sql.append(" PASSWORD ").append(known.literal()));
        return sql.toString();
    }

    private void setting(RoleSetting setting) {
        var object = setting.described();
        statements.add(new RoleStatement(object, setting.statement(), setting.shownStatement()));
        if (setting.isHostile()) {
            notes.add(Finding.info(
                    CHECK,
                    FindingCode.HOSTILE_ROLE_SETTING,
                    object,
                    "It was moved, and changes how sessions of this role behave: " + setting.value()));
        }
    }

    /// Between roles of which we made one; what existed on the target before is not changed.
    private void membership(RoleMembership membership) {
        if (!made.contains(membership.member())
                && !(made.contains(membership.role()) && target.containsKey(membership.member()))) {
            return;
        }
        if (SystemRoles.isProvided(membership.role()) || SystemRoles.isProvided(membership.member())) {
            note(
                    FindingCode.MEMBERSHIP_NOT_MOVED,
                    membership.described(),
                    "It was not moved, because one of the roles belongs to the source's provider.",
                    "Grant the role that takes its place on the target.");
            return;
        }
        if (!serverAccess && SystemRoles.givesServerAccess(membership.role())) {
            note(
                    FindingCode.SERVER_ACCESS_LEFT_OUT,
                    membership.described(),
                    "It was not moved: it gives access to files and programs of the target's machine.",
                    "If the target is to trust this role as the source does, apply it there as a superuser, or set PGCONVOY_WORKER_SERVER_ACCESS_ROLES=true for the workers: "
                            + membership.grant(targetVersion));
            return;
        }
        var grant = membership.grant(targetVersion);
        statements.add(new RoleStatement(membership.described(), grant, grant));
        if (!membership.set() && targetVersion < RoleMembership.OPTIONS) {
            note(
                    FindingCode.MEMBERSHIP_NOT_MOVED,
                    membership.described(),
                    "The target cannot deny SET ROLE, as the source does.",
                    "Revoke the membership if that matters.");
        }
    }

    private void provided(List<RoleFacts> source) {
        var provided = source.stream()
                .map(RoleFacts::name)
                .filter(SystemRoles::isProvided)
                .toList();
        if (!provided.isEmpty()) {
            notes.add(Finding.info(
                    CHECK,
                    FindingCode.PROVIDERS_ROLES_LEFT_OUT,
                    "source",
                    "These roles belong to the source's provider and were not moved: " + String.join(", ", provided)));
        }
    }

    private void passwords(List<RoleFacts> source, Optional<Map<String, PasswordVerifier>> verifiers) {
        var known = verifiers.orElse(Map.of());
        var without = source.stream()
                .filter(role -> made.contains(role.name()) && role.login())
                .map(RoleFacts::name)
                .filter(name -> verifiers.isEmpty()
                        || known.containsKey(name) && !known.get(name).isKnown())
                .toList();
        if (!without.isEmpty()) {
            note(
                    FindingCode.PASSWORDS_NOT_MOVED,
                    "roles " + String.join(", ", without),
                    "Their passwords cannot be read at the source; they have none on the target.",
                    "Set them: ALTER ROLE … PASSWORD.");
        }
    }

    private void note(FindingCode code, String object, String message, String remedy) {
        notes.add(Finding.warning(CHECK, code, object, message, remedy));
    }

    static String described(String role) {
        return "role \"%s\"".formatted(role);
    }
}
