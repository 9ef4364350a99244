package dev.pgconvoy.monitor.access;

/// What the token of a caller allows.
public enum TokenVerdict {
    VALID,
    /// No token, or none that is valid here.
    MISSING,
    /// A valid one whose roles do not allow what is asked for.
    INSUFFICIENT
}
