package dev.pgconvoy.worker.lease;

import java.util.concurrent.atomic.AtomicBoolean;

/// Whether the record is still ours, as far as the broker has said.
public final class Lease {

    private final AtomicBoolean lost = new AtomicBoolean();

    public boolean isLost() {
        return lost.get();
    }

    void lose() {
        lost.set(true);
    }
}
