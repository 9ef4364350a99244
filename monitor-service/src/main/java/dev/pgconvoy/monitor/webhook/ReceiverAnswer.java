package dev.pgconvoy.monitor.webhook;

import java.time.Duration;
import java.util.Optional;

/// What a receiver made of a notification.
sealed interface ReceiverAnswer {

    /// It has it.
    record Taken(int status) implements ReceiverAnswer {}

    /// It wants nothing any more (410).
    record Gone() implements ReceiverAnswer {}

    /// It has not got it.
    ///
    /// @param reason for people
    /// @param retryAfter what it asked for
    record NotTaken(String reason, Optional<Duration> retryAfter) implements ReceiverAnswer {}
}
