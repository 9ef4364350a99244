package dev.pgconvoy.worker.conductor;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// How often, after how long: exponential with jitter.
///
/// @param most tries after the first
/// @param silence after which a task nobody speaks of is sent again
public record Retries(int most, Duration first, Duration longest, Duration silence) {

    private static final int STEEPEST = 20;

    /// Empty when it was tried often enough.
    public Optional<Duration> delayAfter(int failures) {
        if (failures > most) {
            return Optional.empty();
        }
        var full = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, STEEPEST));
        return Optional.of(
                Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1)));
    }
}
