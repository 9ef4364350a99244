package dev.pgconvoy.azure;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: twice as long each time, up to a limit, and never at the same moment as all
/// others.
///
/// @param random where jitter comes from
public record Backoff(Duration first, Duration longest, RandomGenerator random) {

    private static final int MOST_DOUBLINGS = 20;

    /// @param failures in a row, from 1
    /// @param asked what the other side asks for; never less than this
    public Duration after(int failures, Optional<Duration> asked) {
        var doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        var wait = doubled.compareTo(longest) > 0 ? longest : doubled;
        var jittered = jittered(wait);
        return asked.filter(least -> least.compareTo(jittered) > 0)
                .map(least -> least.plusNanos((long) (wait.toNanos() * random.nextDouble() / 2)))
                .orElse(jittered);
    }

    /// Half to one and a half of it.
    public Duration jittered(Duration wait) {
        return Duration.ofNanos((long) (wait.toNanos() * (0.5 + random.nextDouble())));
    }
}
