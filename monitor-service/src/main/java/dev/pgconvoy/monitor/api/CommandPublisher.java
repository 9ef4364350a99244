package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.Event;
import java.util.Optional;

/// Hands what a caller wants to the topics.
public interface CommandPublisher {

    /// Returns when the brokers have it.
    ///
    /// @param actor who asked for it, see [dev.pgconvoy.monitor.access.CallerName#actor]
    /// @return the event's id, by which the answer to it is known
    /// @throws NotPublishedException when they do not say so in time
    String publish(Event event, String actor, Optional<String> traceparent);
}
