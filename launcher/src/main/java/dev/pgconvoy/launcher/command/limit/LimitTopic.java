package dev.pgconvoy.launcher.command.limit;

import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.kafka.RecordedLimits;

/// The limits of a running installation.
interface LimitTopic {

    /// Those that are set now.
    RecordedLimits read();

    /// Returns when the brokers have it.
    void publish(RateLimitSet limit);
}
