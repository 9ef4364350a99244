package dev.pgconvoy.failure;

/// How much a finding matters: a warning passes, an error stops the migration before it starts.
public enum Severity {
    INFO,
    WARNING,
    ERROR
}
