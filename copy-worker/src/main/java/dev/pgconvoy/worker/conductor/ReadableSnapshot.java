package dev.pgconvoy.worker.conductor;

/// What copiers read rows in.
interface ReadableSnapshot {

    /// By which it can be imported.
    String name();

    /// Whether it is still held. Asked by the thread that leads.
    boolean isAlive();
}
