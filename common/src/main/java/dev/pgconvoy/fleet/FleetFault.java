package dev.pgconvoy.fleet;

/// What is wrong with a fleet.
///
/// @param pointer where, as a JSON pointer into the file (`/spec/waves/0/window`)
/// @param message what, and what to do about it
public record FleetFault(String pointer, String message) {}
