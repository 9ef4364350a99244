package dev.pgconvoy.worker.copier;

/// A slot's task as long as it runs. Whoever ends it from another thread may come late: the slot may have the next task
/// then, which is let alone.
final class TaskInterruption {

    private final SlotSessions sessions;
    private boolean cancelled;
    private boolean ended;

    TaskInterruption(SlotSessions sessions) {
        this.sessions = sessions;
    }

    /// Asked for again and again, as a session may be opened later.
    ///
    /// @return whether this was the first time that a session was there
    synchronized boolean cancel() {
        if (ended || !sessions.cancel()) {
            return false;
        }
        var first = !cancelled;
        cancelled = true;
        return first;
    }

    synchronized void abort() {
        if (!ended) {
            sessions.abort();
        }
    }

    /// @return whether a session of it was cancelled
    synchronized boolean end() {
        ended = true;
        return cancelled;
    }
}
