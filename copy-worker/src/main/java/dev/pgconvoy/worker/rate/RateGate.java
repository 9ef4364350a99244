package dev.pgconvoy.worker.rate;

/// Holds a copy up, so that it reads no faster than its source may be read.
public interface RateGate {

    /// For a source without a limit.
    RateGate UNLIMITED = new RateGate() {
        @Override
        public void enter() {}

        @Override
        public void pass(long bytes) {}

        @Override
        public void leave() {}
    };

    /// From now until [#leave], the copy counts when the limit is shared out.
    void enter();

    /// Returns when bytes that were read are allowed, or at once when the thread is interrupted.
    void pass(long bytes);

    void leave();
}
