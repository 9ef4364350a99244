package dev.pgconvoy.submitter.azure.application;

import java.time.Duration;

/// Lets time pass.
@FunctionalInterface
public interface Pause {
    void sleep(Duration duration) throws InterruptedException;
}
