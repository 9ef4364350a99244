package dev.pgconvoy.worker.roles;

import static dev.pgconvoy.postgres.Identifiers.quoted;

/// That one role is in another.
///
/// @param set whether the member may become the role (16 and newer can deny it)
record RoleMembership(String role, String member, boolean admin, boolean inherit, boolean set) {

    /// From this version on a membership says whether it is inherited and whether SET ROLE is allowed.
    static final int OPTIONS = 160_000;

    String described() {
        return "membership of \"%s\" in \"%s\"".formatted(member, role);
    }

    /// As a server of that version can be told; it cannot lower what an older one knows no word for.
    String grant(int version) {
        var grant = "GRANT %s TO %s".formatted(quoted(role), quoted(member));
        if (version >= OPTIONS) {
            return "%s WITH ADMIN %s, INHERIT %s, SET %s".formatted(grant, admin, inherit, set);
        }
        return admin ? grant + " WITH ADMIN OPTION" : grant;
    }

    String revoke() {
        return "REVOKE %s FROM %s".formatted(quoted(role), quoted(member));
    }

    /// Its options, as a server of that version has them.
    String options(int version) {
        return version >= OPTIONS
                ? "ADMIN %s, INHERIT %s, SET %s".formatted(admin, inherit, set)
                : "ADMIN %s".formatted(admin);
    }

    String revokeAdmin() {
        return "REVOKE ADMIN OPTION FOR %s FROM %s".formatted(quoted(role), quoted(member));
    }
}
