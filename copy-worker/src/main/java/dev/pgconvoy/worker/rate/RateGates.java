package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.CopyTask;

/// Where copies get the gates that they pass.
public interface RateGates {

    /// For the copy of one task.
    RateGate gate(CopyTask task);
}
