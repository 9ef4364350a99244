package dev.pgconvoy.submitter.azure.application;

import java.time.Duration;

/// Lets time pass.
@FunctionalInterface
public interface RetryPause {
    void sleep(Duration duration) throws InterruptedException;
}
