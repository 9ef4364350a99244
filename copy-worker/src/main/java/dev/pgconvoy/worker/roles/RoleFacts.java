package dev.pgconvoy.worker.roles;

import static dev.pgconvoy.postgres.Identifiers.literal;
import static dev.pgconvoy.postgres.Identifiers.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A role as its server knows it, without its password.
///
/// @param connectionLimit -1 means none
/// @param validUntil of its password; UTC
record RoleFacts(
        String name,
        boolean superuser,
        boolean inherit,
        boolean createRole,
        boolean createDatabase,
        boolean login,
        boolean replication,
        boolean bypassRls,
        int connectionLimit,
        Optional<String> validUntil,
        String comment) {

    /// What no role gets from us.
    List<String> powers() {
        var powers = new ArrayList<String>();
        if (superuser) {
            powers.add("SUPERUSER");
        }
        if (replication) {
            powers.add("REPLICATION");
        }
        if (bypassRls) {
            powers.add("BYPASSRLS");
        }
        return powers;
    }

    /// What of this the role has not there, of what is not ours to give.
    List<String> attributesLackingOn(RoleFacts there) {
        var lacking = new ArrayList<>(powers());
        lacking.removeAll(there.powers());
        return lacking;
    }

    /// What is otherwise there, beside attributes that are not ours to give.
    List<RoleDifference> differences(RoleFacts there) {
        var differences = new ArrayList<RoleDifference>();
        flag(differences, "LOGIN", login, there.login);
        flag(differences, "INHERIT", inherit, there.inherit);
        flag(differences, "CREATEDB", createDatabase, there.createDatabase);
        flag(differences, "CREATEROLE", createRole, there.createRole);
        compare(
                differences,
                "CONNECTION LIMIT",
                connectionLimit,
                there.connectionLimit,
                alter("CONNECTION LIMIT " + connectionLimit));
        compare(
                differences,
                "VALID UNTIL",
                validUntil.orElse("none"),
                there.validUntil.orElse("none"),
                alter("VALID UNTIL " + literal(validUntil.orElse("infinity"))));
        compare(differences, "COMMENT", comment, there.comment, commentStatement());
        there.powers().stream()
                .filter(power -> !powers().contains(power))
                .forEach(power -> flag(differences, power, false, true));
        return differences;
    }

    String commentStatement() {
        return "COMMENT ON ROLE %s IS %s".formatted(quoted(name), comment.isEmpty() ? "NULL" : literal(comment));
    }

    String alter(String attributes) {
        return "ALTER ROLE %s WITH %s".formatted(quoted(name), attributes);
    }

    private void flag(List<RoleDifference> differences, String attribute, boolean here, boolean there) {
        compare(differences, attribute, here, there, alter(here ? attribute : "NO" + attribute));
    }

    private static void compare(
            List<RoleDifference> differences, String what, Object here, Object there, String statement) {
        if (!here.equals(there)) {
            differences.add(new RoleDifference(
                    "%s is %s at the source and %s on the target".formatted(what, here, there), statement));
        }
    }
}
