package dev.pgconvoy.worker.roles;

/// One statement for the target.
///
/// @param object for people
/// @param sql may hold a verifier: nothing prints it
/// @param shown what may be printed of it; empty when nothing may
record RoleStatement(String object, String sql, String shown) {

    RoleStatement(String object, String sql) {
        this(object, sql, "");
    }

    @Override
    public String toString() {
        return object;
    }
}
