package dev.pgconvoy.it.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Time that a fault lasts; not a wait for something that could be asked.
final class FaultPause {

    private FaultPause() {}

    static void of(Duration time) throws InterruptedException {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
