package dev.pgconvoy.worker.roles;

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

    /// As we make it: without the powers that are not ours to give.
    RoleFacts moved() {
        return new RoleFacts(
                name,
                false,
                inherit,
                createRole,
                createDatabase,
                login,
                false,
                false,
                connectionLimit,
                validUntil,
                comment);
    }

    List<String> droppedAttributes() {
        var dropped = new ArrayList<String>();
        if (superuser) {
            dropped.add("SUPERUSER");
        }
        if (replication) {
            dropped.add("REPLICATION");
        }
        if (bypassRls) {
            dropped.add("BYPASSRLS");
        }
        return dropped;
    }

    /// What of this is otherwise there.
    List<String> differences(RoleFacts there) {
        var differences = new ArrayList<String>();
        compare(differences, "LOGIN", login, there.login);
        compare(differences, "INHERIT", inherit, there.inherit);
        compare(differences, "CREATEDB", createDatabase, there.createDatabase);
        compare(differences, "CREATEROLE", createRole, there.createRole);
        compare(differences, "CONNECTION LIMIT", connectionLimit, there.connectionLimit);
        compare(differences, "VALID UNTIL", validUntil.orElse("none"), there.validUntil.orElse("none"));
        compare(differences, "COMMENT", comment, there.comment);
        return differences;
    }

    private static void compare(List<String> differences, String what, Object here, Object there) {
        if (!here.equals(there)) {
            differences.add("%s is %s at the source and %s on the target".formatted(what, here, there));
        }
    }
}
