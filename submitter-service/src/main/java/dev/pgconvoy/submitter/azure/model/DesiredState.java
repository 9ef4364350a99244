package dev.pgconvoy.submitter.azure.model;

/// What is wanted of a migration now.
public enum DesiredState {
    RUN,
    /// Somebody asked to cancel it.
    STOP,
    /// It is over, whichever way.
    ENDED
}
