package dev.pgconvoy.monitor.webhook;

import java.time.Duration;
import java.util.Optional;

/// What a receiver made of a notification.
sealed interface Answer {

    /// It has it.
    record Taken(int status) implements Answer {}

    /// It wants nothing any more (410).
    record Gone() implements Answer {}

    /// It has not got it.
    ///
    /// @param reason for people
    /// @param retryAfter what it asked for
    record NotTaken(String reason, Optional<Duration> retryAfter) implements Answer {}
}
