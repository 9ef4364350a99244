package dev.pgconvoy.monitor.azure;

import java.time.Duration;

/// Settings of a test: fast, and no bound unless it is said.
record PollSettings(int requestsPerSecond, int concurrency) implements PollConfig {

    static final PollSettings FAST = new PollSettings(1_000, 64);

    @Override
    public Duration interval() {
        return Duration.ofMillis(20);
    }

    @Override
    public Duration longestBackoff() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration missingPatience() {
        return Duration.ofMillis(300);
    }

    @Override
    public Duration cancelAgain() {
        return Duration.ofMillis(200);
    }
}
