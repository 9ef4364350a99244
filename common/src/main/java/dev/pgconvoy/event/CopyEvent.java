package dev.pgconvoy.event;

/// What workers tell each other while they copy.
public sealed interface CopyEvent extends Event permits CopyTask, TaskResult, TaskProgress, SnapshotNotice, RateClaim {}
