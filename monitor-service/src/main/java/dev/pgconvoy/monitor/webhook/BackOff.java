package dev.pgconvoy.monitor.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait after failures: doubled each time, with jitter, and not less than the receiver asked for.
record BackOff(Duration first, Duration longest) {

    private static final int STEEPEST = 20;
    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);

    /// @param failures in a row, from 1 on
    Duration after(int failures, Optional<Duration> askedFor) {
        var full = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, STEEPEST));
        var own = Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
        return askedFor.map(wanted -> wanted.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : wanted)
                .filter(wanted -> wanted.compareTo(own) > 0)
                .orElse(own);
    }
}
