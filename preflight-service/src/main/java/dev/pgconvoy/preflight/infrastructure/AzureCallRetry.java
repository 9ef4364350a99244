package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.azure.AzureFailures;
import dev.pgconvoy.failure.MigrationException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Asks again, briefly, while Azure is throttling or out: a preflight has no time for more.
///
/// @param object that is asked about
record AzureCallRetry(String object, Duration firstPause) {

    private static final int MOST_ATTEMPTS = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /// Empty when Azure knows no such thing.
    ///
    /// @throws MigrationException with what Azure says
    <T> Optional<T> ask(Supplier<T> question) {
        for (var attempt = 1; ; attempt++) {
            try {
                return Optional.ofNullable(question.get());
            } catch (RuntimeException e) {
                if (AzureFailures.isNotFound(e)) {
                    return Optional.empty();
                }
                var failure = AzureFailures.of(e, object);
                if (!failure.code().retryable() || attempt == MOST_ATTEMPTS || !pause(pauseAfter(attempt, e))) {
                    throw new MigrationException(failure, e);
                }
            }
        }
    }

    Duration pauseAfter(int attempt, Throwable fault) {
        var pause = AzureFailures.retryAfter(fault).orElseGet(() -> firstPause.multipliedBy(1L << (attempt - 1)));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /// @return whether nobody has interrupted it
    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
