package dev.pgconvoy.event;

/// What workers tell each other while they copy, and the limits that they are told.
public sealed interface CopyEvent extends Event
        permits CopyTask, TaskResult, TaskProgress, SnapshotNotice, RateClaim, RateLimitSet {}
