package dev.pgconvoy.worker.rights;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.worker.rights.ObjectRights.Origin;
import dev.pgconvoy.worker.roles.SystemRoles;
import dev.pgconvoy.worker.schema.ToldStatements;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Names every right that a role has on one server and not on the other, with the statement that mends it. What was not
/// to be moved is not compared, and what is told already is not told again: grants to roles that the target lacks, say,
/// which the target has refused one by one.
final class RightsComparison {

    private static final String CHECK = "rights";
    private static final String NEW_PRIVILEGE = "MAINTAIN";
    private static final int KNOWS_NEW_PRIVILEGE = 17;

    private final RightsOptions options;
    private final Servers servers;
    private final Predicate<String> isOwnerTold;
    private final ToldStatements told;
    private final List<Finding> found = new ArrayList<>();

    /// @param roles of the target
    /// @param olderMajor the major version of the older one
    record Servers(Set<String> roles, int olderMajor) {}

    /// @param isOwnerTold whether the report tells already that this role could not be made the owner of its objects
    RightsComparison(RightsOptions options, Servers servers, Predicate<String> isOwnerTold, ToldStatements told) {
        this.options = options;
        this.servers = servers;
        this.isOwnerTold = isOwnerTold;
        this.told = told;
    }

    private record Whose(String grantee, boolean excess, boolean withOption) {}

    private static final Comparator<Whose> IN_ORDER = Comparator.comparing(Whose::excess)
            .reversed()
            .thenComparing(Whose::grantee)
            .thenComparing(Whose::withOption);

    List<Finding> compare(Map<SecuredObject, ObjectRights> source, Map<SecuredObject, ObjectRights> target) {
        source.forEach((object, rights) -> {
            var there = target.containsKey(object) ? target.get(object) : assumed(object, rights, target);
            if (there != null) {
                compare(object, rights, there);
            }
        });
        target.forEach((object, rights) -> {
            if (!source.containsKey(object)
                    && object.kind().isListedOnlyWithGrants()
                    && rights.origin() != Origin.SERVER) {
                var here = assumed(object, rights, source);
                if (here != null) {
                    compare(object, here, rights);
                }
            }
        });
        found.sort(Comparator.comparing(Finding::object).thenComparing(Finding::message));
        return List.copyOf(found);
    }

    /// The rights of an object that the other server does not list: the default ones, or none because the object is not
    /// there.
    private static @Nullable ObjectRights assumed(
            SecuredObject object, ObjectRights here, Map<SecuredObject, ObjectRights> others) {
        if (here.origin() == Origin.SERVER || object.foundation().equals(object) && isDefaultPrivileges(object)) {
            return ObjectRights.of(here.origin(), here.owner());
        }
        var foundation = others.get(object.foundation());
        if (foundation == null || !object.kind().isListedOnlyWithGrants()) {
            return null;
        }
        return ObjectRights.of(here.origin(), isDefaultPrivileges(object) ? here.owner() : foundation.owner());
    }

    private static boolean isDefaultPrivileges(SecuredObject object) {
        return object.kind() == ObjectKind.DEFAULT_PRIVILEGES;
    }

    private void compare(SecuredObject object, ObjectRights source, ObjectRights target) {
        if (!options.noOwner() && object.kind().hasOwner() && source.origin() == Origin.DATABASE) {
            owner(object, source.owner(), target.owner());
        }
        if (!options.noAcl()
                && !(isDefaultPrivileges(object) && !servers.roles().contains(source.owner()))) {
            grants(object, source, target);
        }
    }

    private void owner(SecuredObject object, String source, String target) {
        if (source.equals(target)
                || isOwnerTold.test(source)
                || !servers.roles().contains(source)
                || told.include(object.appoint(source))) {
            return;
        }
        found.add(Finding.warning(
                CHECK,
                FindingCode.OWNER_DIFFERS,
                object.described(),
                "It belongs to \"%s\" at the source, and to \"%s\" on the target.".formatted(source, target),
                "Give it to its owner, as a superuser or a member of both roles: " + object.appoint(source)));
    }

    private void grants(SecuredObject object, ObjectRights source, ObjectRights target) {
        var differences = new TreeMap<Whose, Set<String>>(IN_ORDER);
        onlyIn(source.rights(), target.rights()).stream()
                .filter(right -> isCompared(right, source.owner(), target.owner()))
                .forEach(right -> add(differences, right, right.taken()));
        if (source.origin() != Origin.SERVER) { // how a provider guards its own server is its own affair
            onlyIn(target.rights(), source.rights()).stream()
                    .filter(right -> isCompared(right, source.owner(), target.owner()))
                    .forEach(right -> add(differences, right, !right.taken()));
        }
        differences.forEach((whose, privileges) -> {
            var rest = new TreeSet<>(privileges);
            var both = differences.get(new Whose(whose.grantee, whose.excess, !whose.withOption));
            if (both != null && whose.withOption == whose.excess) {
                rest.removeAll(
                        both); // giving the option gives the privilege, and taking the privilege takes the option
            }
            if (!rest.isEmpty()) {
                note(object, target.owner(), whose, String.join(", ", rest));
            }
        });
    }

    private static Set<RoleRight> onlyIn(Set<RoleRight> these, Set<RoleRight> those) {
        var only = new HashSet<>(these);
        only.removeAll(those);
        return only;
    }

    private static void add(Map<Whose, Set<String>> differences, RoleRight right, boolean excess) {
        differences
                .computeIfAbsent(new Whose(right.grantee(), excess, right.withOption()), _ -> new TreeSet<>())
                .add(right.privilege());
    }

    /// Where the owners differ, their own rights differ, too, and that is told as the
    /// difference of owners; unless other owners were asked for.
    private boolean isCompared(RoleRight right, String sourceOwner, String targetOwner) {
        if (right.privilege().equals(NEW_PRIVILEGE) && servers.olderMajor() < KNOWS_NEW_PRIVILEGE) {
            return false;
        }
        if (right.isOfOwner()) {
            return options.noOwner() || sourceOwner.equals(targetOwner);
        }
        return right.isOfEverybody()
                || servers.roles().contains(right.grantee())
                        && !SystemRoles.isProvided(right.grantee())
                        && (sourceOwner.equals(targetOwner)
                                || !right.grantee().equals(sourceOwner)
                                        && !right.grantee().equals(targetOwner));
    }

    private void note(SecuredObject object, String owner, Whose whose, String privileges) {
        var role = new RoleRight(whose.grantee, "", false, false).role(owner);
        var statement = whose.excess
                ? object.revoke(privileges, role, whose.withOption)
                : object.grant(privileges, role, whose.withOption);
        if (told.include(statement)) {
            return;
        }
        var has = "%s has %s%s".formatted(role, privileges, whose.withOption ? " with grant option" : "");
        found.add(Finding.warning(
                CHECK,
                FindingCode.PRIVILEGE_DIFFERS,
                object.described(),
                has
                        + (whose.excess
                                ? " on the target, and not at the source."
                                : " at the source, and not on the target."),
                "Apply it on the target as the owner of the object or as a superuser: " + statement));
    }
}
