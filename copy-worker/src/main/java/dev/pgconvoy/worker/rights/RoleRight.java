package dev.pgconvoy.worker.rights;

import static dev.pgconvoy.postgres.Identifiers.quoted;

/// One right of one role on an object, as it differs from what the role has by default.
///
/// @param grantee a role, [#EVERYBODY] or [#OWNER]
/// @param withOption the right to pass the privilege on, which comes beside the privilege
/// @param taken whether the role has it by default, and not here
record RoleRight(String grantee, String privilege, boolean withOption, boolean taken) {

    /// No role can have this name.
    static final String EVERYBODY = "public";

    static final String OWNER = "";

    boolean isOfEverybody() {
        return grantee.equals(EVERYBODY);
    }

    boolean isOfOwner() {
        return grantee.equals(OWNER);
    }

    /// As a statement names the grantee.
    String role(String owner) {
        return isOfEverybody() ? "PUBLIC" : quoted(isOfOwner() ? owner : grantee);
    }
}
