package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.TaskProgress.Slowed;
import java.util.Optional;

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

    /// Why the source is read more slowly than its limits allow; empty when it is not.
    default Optional<Slowed> slowed() {
        return Optional.empty();
    }
}
