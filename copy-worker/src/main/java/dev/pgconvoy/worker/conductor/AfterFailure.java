package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.worker.dispatch.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/// What comes after an attempt that failed.
sealed interface AfterFailure {

    Duration LONGEST_BETWEEN_ENDINGS = Duration.ofSeconds(15);

    /// At once: somebody asked for it, which may be why the attempt failed.
    record Stop() implements AfterFailure {}

    /// At once: trying again does not help, or has not.
    record Fail(Failure failure) implements AfterFailure {}

    record TryAgain(Duration in) implements AfterFailure {}

    /// Something is in the way of the end, which has to come however often it is tried.
    record TryToEndAgain(Duration in) implements AfterFailure {}

    /// @param failures of this conductor so far, with this one
    /// @param isToStop whether a cancellation came since the last attempt
    /// @param isEnding whether this conductor only wants the end to be announced
    static AfterFailure of(Failure failure, int failures, RetryPolicy retries, boolean isToStop, boolean isEnding) {
        if (isToStop) {
            return new Stop();
        }
        if (isEnding) {
            return new TryToEndAgain(shorter(
                    retries.delayAfter(Math.min(failures, retries.most())).orElseThrow()));
        }
        var delay = failure.code().retryable() ? retries.delayAfter(failures) : Optional.<Duration>empty();
        return delay.<AfterFailure>map(TryAgain::new).orElseGet(() -> new Fail(failure));
    }

    private static Duration shorter(Duration delay) {
        return delay.compareTo(LONGEST_BETWEEN_ENDINGS) < 0 ? delay : LONGEST_BETWEEN_ENDINGS;
    }
}
