package dev.pgconvoy.worker.dispatch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// How often, after how long: exponential with jitter.
///
/// @param most tries after the first
/// @param silence after which a task nobody speaks of is sent again
public record RetryPolicy(int most, Duration first, Duration longest, Duration silence)
        implements DispatchPorts.RetryDelays {

    private static final int STEEPEST = 20;
    private static final int MOST_TRIES = 100;
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    public RetryPolicy {
        if (most < 1 || most > MOST_TRIES) {
            throw new IllegalArgumentException("PGCONVOY_RETRY_MOST must be between 1 and " + MOST_TRIES);
        }
        requireBetween("PGCONVOY_RETRY_FIRST", first);
        requireBetween("PGCONVOY_RETRY_LONGEST", longest);
        requireBetween("PGCONVOY_RETRY_SILENCE", silence);
    }

    private static void requireBetween(String name, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be between 10ms and 1h");
        }
    }

    @Override
    public Optional<Duration> delayAfter(int failures) {
        if (failures > most) {
            return Optional.empty();
        }
        var full = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, STEEPEST));
        return Optional.of(
                Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1)));
    }
}
