package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.Event;
import java.util.Optional;

/// Hands what a caller wants to the topics.
public interface Publisher {

    /// Returns when the brokers have it.
    ///
    /// @param actor who asked for it, see [dev.pgconvoy.monitor.access.CallerName#actor]
    /// @throws NotPublishedException when they do not say so in time
    void publish(Event event, String actor, Optional<String> traceparent);
}
