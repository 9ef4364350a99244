package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.MigrationEvent;
import java.util.Optional;

/// Hands what a caller wants to the topics.
public interface Publisher {

    /// Returns when the brokers have it.
    ///
    /// @throws NotPublishedException when they do not say so in time
    void publish(MigrationEvent event, Optional<String> traceparent);
}
