package dev.pgconvoy.worker.roles;

/// One statement for the target.
///
/// @param object for people
/// @param sql may hold a verifier: nothing prints it
record RoleStatement(String object, String sql) {

    @Override
    public String toString() {
        return object;
    }
}
