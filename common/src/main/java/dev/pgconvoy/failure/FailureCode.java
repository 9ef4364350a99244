package dev.pgconvoy.failure;

/// Why work could not be done. The code alone decides whether trying again can help.
public enum FailureCode {
    /// The server could not be reached or the connection broke.
    CONNECTION_LOST(true),
    /// The server is starting, shutting down, or out of connections.
    SERVER_UNAVAILABLE(true),
    /// Deadlock, serialization or lock time-out: the same work may pass next time.
    CONTENTION(true),
    /// The source's snapshot cannot be read any more, or tables were replaced since it was taken: the copy begins anew.
    SNAPSHOT_LOST(true),
    /// Name or password refused.
    AUTHENTICATION_FAILED(false),
    /// The role may not do this.
    PERMISSION_DENIED(false),
    /// The disk, memory or a configured limit is exhausted.
    RESOURCES_EXHAUSTED(false),
    /// The rows themselves are refused by the target.
    DATA_REFUSED(false),
    /// DDL that the target does not accept.
    SCHEMA_REFUSED(false),
    /// Source and target differ after the copy.
    VERIFICATION_FAILED(false),
    /// A tool that we need is missing or too old.
    TOOL_UNUSABLE(false),
    /// A newer conductor leads this migration, or it was cancelled: stop without a word.
    FENCED(false),
    /// The request cannot be served as it is.
    REQUEST_REFUSED(false),
    /// Azure's migration service, which moved the data, says that it failed.
    AZURE_FAILED(false),
    /// A fault of ours.
    INTERNAL(false);

    private final boolean retryable;

    FailureCode(boolean retryable) {
        this.retryable = retryable;
    }

    public boolean retryable() {
        return retryable;
    }
}
