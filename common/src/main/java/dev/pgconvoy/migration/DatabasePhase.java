package dev.pgconvoy.migration;

/// Where one database of a migration is.
public enum DatabasePhase {
    QUEUED,
    PRE_DATA,
    COPY,
    POST_DATA,
    VERIFY,
    DONE,
    FAILED
}
