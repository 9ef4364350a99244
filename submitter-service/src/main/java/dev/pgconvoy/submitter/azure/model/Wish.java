package dev.pgconvoy.submitter.azure.model;

/// What is wanted of a migration now.
public enum Wish {
    RUN,
    /// Somebody asked to cancel it.
    STOP,
    /// It is over, whichever way.
    ENDED
}
