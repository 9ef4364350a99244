package dev.pgconvoy.worker.rate;

/// Holds a copy up, so that it is no faster than all limits that apply to it allow.
public interface RateGate {

    /// For a copy that nothing limits.
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
