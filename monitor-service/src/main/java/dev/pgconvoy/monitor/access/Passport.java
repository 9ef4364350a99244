package dev.pgconvoy.monitor.access;

/// What a caller shows at the door.
public enum Passport {
    VALID,
    /// No token, or none that is valid here.
    MISSING,
    /// A valid one whose roles do not allow what is asked for.
    INSUFFICIENT
}
