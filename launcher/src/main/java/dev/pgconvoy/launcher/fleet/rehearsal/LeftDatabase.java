package dev.pgconvoy.launcher.fleet.rehearsal;

/// A database of a rehearsal that stays on the target.
///
/// @param reason why it was not dropped
public record LeftDatabase(String name, String reason) {}
