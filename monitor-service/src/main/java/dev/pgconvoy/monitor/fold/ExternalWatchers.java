package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.lifecycle.Migration;

/// Whoever looks after migrations that run elsewhere: told of all that a task of the fold holds, so that each has one
/// watcher however many monitors there are. Called by the thread of the fold, so it must not wait.
public interface ExternalWatchers {

    /// @param task who holds it
    /// @param submitted whether it was handed out
    void hold(Object task, Migration migration, boolean submitted);

    /// The task ends; what it held is others' now.
    void release(Object task);
}
