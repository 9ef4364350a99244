package dev.pgconvoy.monitor.view;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets callers wait until the view knows what they wait for.
public final class ViewChangeSignal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    /// To be called after the view has changed.
    public void happened() {
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return empty when it did not come in time
    public <T> Optional<T> await(Supplier<Optional<T>> wanted, Duration longest) {
        lock.lock();
        try {
            var left = longest.toNanos();
            var found = wanted.get();
            while (found.isEmpty() && left > 0) {
                left = arrived.awaitNanos(left);
                found = wanted.get();
            }
            return found;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return wanted.get();
        } finally {
            lock.unlock();
        }
    }
}
