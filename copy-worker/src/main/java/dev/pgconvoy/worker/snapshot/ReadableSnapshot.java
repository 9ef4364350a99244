package dev.pgconvoy.worker.snapshot;

/// What copiers read rows in.
public interface ReadableSnapshot {

    /// By which it can be imported.
    String name();

    /// Whether it is still held. Asked by the thread that leads.
    boolean isAlive();
}
