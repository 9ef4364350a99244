package dev.pgconvoy.worker.roles;

/// What a role is on one server and not on the other.
///
/// @param statement makes the target's like the source's
record RoleDifference(String text, String statement) {}
