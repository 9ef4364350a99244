package dev.pgconvoy.worker.roles;

/// That one role is in another.
///
/// @param set whether the member may become the role (16 and newer can deny it)
record Membership(String role, String member, boolean admin, boolean inherit, boolean set) {

    String described() {
        return "membership of \"%s\" in \"%s\"".formatted(member, role);
    }
}
